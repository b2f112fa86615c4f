import Contracts
import Terms

extension Definitions {
    /// From the first to the last second of each service of which facts are needed to judge windows, by service.
    func stretches(of windows: [(promise: Promise, window: Window)]) -> [ServiceStretch] {
        var hulls: [ServiceID: Interval] = [:]
        for (promise, window) in windows {
            let time = promise.commitment.measure.factSpan(of: window.interval)
            let old = hulls[promise.service] ?? time
            hulls[promise.service] = Interval(min(old.start, time.start), max(old.end, time.end))
        }
        return hulls.sorted { $0.key < $1.key }.compactMap { id, hull in
            services[id].map { ServiceStretch(service: $0, stretch: hull) }
        }
    }
}
