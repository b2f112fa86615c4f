import Contracts
import Terms

extension BacktestSpan {
    /// The time that is asked about, where not all of it was said: from the first thing recorded to the last, claims and
    /// maintenance not counted. Facts are known for as long as the last sample is good for; where there are no samples,
    /// outages are declared and nothing grows stale, so every window that is touched is over.
    ///
    /// - Throws: when nothing was recorded and nothing said, or the end is not after the start.
    public init(
        _ history: RecordedHistory, facts: BacktestFacts, from: Instant?, to: Instant?, documents: [AgreementDocument]
    ) throws(BacktestSpanError) {
        let tickets = facts.tickets.flatMap { $0.events.map(\.at) }
        guard let start = from ?? history.start ?? tickets.min() else { throw .nothing }
        let last = history.end ?? tickets.max() ?? start
        guard to.map({ $0 > start }) ?? (last >= start) else { throw .empty }
        let interval = Interval(start, to ?? last.advanced(by: 1))
        if let to {
            self.init(interval, knownUntil: to)
        } else if let sampled = history.sampled {
            self.init(interval, knownUntil: max(sampled.last.advanced(by: history.staleSeconds), last))
        } else {
            let ends = documents.flatMap { document in
                document.commitments.map { Window.containing(last, kind: $0.window, zone: document.zone).interval.end }
            }
            self.init(interval, knownUntil: ends.max() ?? last)
        }
    }
}

/// There is no time to judge.
public enum BacktestSpanError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Nothing was recorded, and no time was said.
    case nothing
    /// The end is not after the start.
    case empty

    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .nothing: "nothing was recorded: give --telemetry or --facts, or say --from and --to"
        case .empty: "--to must be after --from, and after the first thing that was recorded"
        }
    }
}
