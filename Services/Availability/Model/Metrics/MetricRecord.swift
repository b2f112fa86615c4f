import Backtest
import Contracts
import Terms

/// One measurement that objectives are judged by, as it is kept.
struct MetricRecord: Hashable, Sendable {
    /// What was measured, in the words of agreements' objectives.
    struct Stream: Hashable, Sendable {
        let service: ServiceID
        /// Empty for the whole service.
        let component: String
        /// Of what: `messages`.
        let population: String
        /// What was looked at: `delivery_time`.
        let metric: String
    }

    /// Which measurement it is.
    struct Key: Hashable, Sendable {
        let stream: Stream
        let interval: Interval
        /// Empty for none.
        let part: String
        /// The sender's; empty for none.
        let id: String
    }

    let stream: Stream
    /// Empty for none.
    let id: String
    /// The higher one prevails.
    let revision: Int64
    let sample: ObjectiveSample

    var key: Key { Key(stream: stream, interval: sample.interval, part: sample.part ?? "", id: id) }

    /// As its stream keeps it.
    var stored: StoredMetric { StoredMetric(id: id, revision: revision, sample: sample) }

    /// Which of two that say different things of the same stands, whatever the order in which they come: the higher revision; of
    /// equal ones the one that looked at more; and of those always the same one. Which of them is worse only an objective can
    /// tell, and for another objective it may be the other one.
    static func prevailing(_ a: MetricRecord, _ b: MetricRecord) -> MetricRecord {
        a.stored.prevails(over: b.stored) ? a : b
    }

    /// How many samples it is as much as, for bounds on what waits: one for each of its numbers.
    var weight: Int {
        if case .histogram(let histogram) = sample.reading { histogram.counts.count } else { 1 }
    }
}

extension MetricRecord.Stream {
    /// What an objective of a service asks for.
    init(_ objective: Objective, of service: ServiceID) {
        self.init(
            service: service, component: objective.part ?? "", population: objective.population, metric: objective.metric)
    }

    /// What somebody measured of a service.
    init(_ stream: RecordedMetric.Stream, of service: ServiceID) {
        self.init(
            service: service, component: stream.component ?? "", population: stream.population, metric: stream.metric)
    }
}
