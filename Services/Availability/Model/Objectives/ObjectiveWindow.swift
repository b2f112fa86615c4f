import Contracts
import Terms

/// A promise about speed, delivery or quality, and a window over which it is to be judged.
struct ObjectiveWindow: Sendable {
    let promise: ObjectivePromise
    let window: Window
    /// The contract whose own result it is; nil for everybody's.
    let contract: KnownSubscription?

    /// What it is judged by.
    var stream: MetricRecord.Stream { MetricRecord.Stream(promise.commitment, of: promise.service) }

    /// What it is about, as it is kept.
    var key: StatementKey { promise.key(window, of: contract?.id) }

    /// What it comes to.
    ///
    /// - Parameters:
    ///   - samples: measurements of its stream; those outside the window are left aside.
    ///   - approved: exclusions that were approved for its service.
    ///   - revision: 0 for an open window.
    ///   - reason: why, for a window that is over.
    ///   - isSettled: whether its settling time is over.
    func judged(
        _ samples: [ObjectiveSample], excluding approved: [ApprovedExclusion], asOf: Instant, revision: Int = 0,
        reason: String? = nil, isSettled: Bool = false
    ) -> ObjectiveResource {
        let objective = promise.commitment
        let document = promise.version.document
        let facts = ObjectiveFacts(
            samples: samples, excluded: objective.excluded(approved, under: document),
            attributes: contract?.attributes(about: promise.serviceKey) ?? [:])
        let result = ObjectiveEvaluation.evaluate(objective, document: document, window: window, facts: facts, asOf: asOf)
        let state: StatementResource.State = asOf < window.interval.end ? .open : isSettled ? .final : .provisional
        return ObjectiveResource(
            id: ObjectiveID(key.id), revision: revision, state: state, reason: reason, result, objective,
            limit: objective.limit(for: facts.attributes), document: document,
            agreement: promise.version.state.agreement, agreementVersion: promise.version.state.version,
            customer: contract?.customer, subscription: contract?.id, service: promise.service,
            asOf: min(asOf, window.interval.end))
    }
}

extension [ObjectiveWindow] {
    /// From the first to the last second that they need of each stream.
    var stretches: [MetricRecord.Stream: Interval] {
        reduce(into: [:]) { hulls, item in
            let window = item.window.interval
            let known = hulls[item.stream] ?? window
            hulls[item.stream] = Interval(Swift.min(known.start, window.start), Swift.max(known.end, window.end))
        }
    }
}

extension [ObjectiveSample] {
    /// Of samples in order of time, those that begin in an interval.
    func beginning(in interval: Interval) -> ArraySlice<ObjectiveSample> {
        let first = firstIndex(from: interval.start)
        return self[first..<Swift.max(first, firstIndex(from: interval.end))]
    }

    /// The first that begins at an instant or after it.
    private func firstIndex(from instant: Instant) -> Int {
        var (low, high) = (0, count)
        while low < high {
            let middle = (low + high) / 2
            if self[middle].interval.start < instant { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
