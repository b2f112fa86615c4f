import Contracts
import Terms

extension Definitions {
    /// From the first to the last second of each service of which facts are needed to judge windows, by service.
    func stretches(of windows: [(promise: Promise, window: Window)]) -> [ServiceStretch] {
        let counting = Set(windows.map(\.promise).filter(\.commitment.measure.readsCounts).map(\.service))
        return stretches(covering: windows.map { ($0.service, $0.commitment.measure.factSpan(of: $1.interval)) }).map {
            ServiceStretch(service: $0.service, stretch: $0.stretch, readsCounts: counting.contains($0.service.id))
        }
    }

    /// From the first to the last second of intervals, by service.
    func stretches(covering intervals: [(service: ServiceID, time: Interval)]) -> [ServiceStretch] {
        var hulls: [ServiceID: Interval] = [:]
        for (service, time) in intervals {
            let old = hulls[service] ?? time
            hulls[service] = Interval(min(old.start, time.start), max(old.end, time.end))
        }
        return hulls.sorted { $0.key < $1.key }.compactMap { id, hull in
            services[id].map { ServiceStretch(service: $0, stretch: hull) }
        }
    }
}
