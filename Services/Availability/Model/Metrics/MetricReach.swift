import Contracts
import Terms

/// What objective measurements may be about, and from the first to the last of their beginnings: a measurement belongs to the
/// window in which it begins.
struct MetricReach: Hashable, Sendable {
    let service: ServiceID
    /// The objective's name: agreements may have one of the same name, and then it is looked at, too.
    let objective: String
    private(set) var first: Instant
    private(set) var last: Instant

    /// What measurements reach of the objectives that ask for them.
    static func of(_ records: [MetricRecord], _ objectives: [ObjectivePromise]) -> [MetricReach] {
        var hulls: [MetricRecord.Stream: (first: Instant, last: Instant)] = [:]
        for record in records {
            let start = record.sample.interval.start
            let known = hulls[record.stream] ?? (start, start)
            hulls[record.stream] = (min(known.first, start), max(known.last, start))
        }
        var reaches: [Set<String>: MetricReach] = [:]
        for promise in objectives {
            guard let hull = hulls[MetricRecord.Stream(promise.commitment, of: promise.service)] else { continue }
            let (service, objective) = (promise.service, promise.commitment.id)
            let name: Set<String> = [service.description, objective]
            var reach = reaches[name] ?? MetricReach(service: service, objective: objective, first: hull.first, last: hull.last)
            reach.first = min(reach.first, hull.first)
            reach.last = max(reach.last, hull.last)
            reaches[name] = reach
        }
        return Array(reaches.values)
    }
}
