import Contracts
import Terms

extension BacktestSpan {
    /// The time that is asked about, where not all of it was said: from the first thing recorded to the last, claims and
    /// maintenance not counted, and tickets only where there is nothing else. Facts are known for as long as the last sample is good for; where there are no samples,
    /// outages are declared and nothing grows stale, so every window that is touched is over.
    ///
    /// - Throws: when nothing was recorded and nothing said, or the end is not after the start.
    public init(
        _ history: RecordedHistory, facts: BacktestFacts, from: Instant?, to: Instant?, documents: [AgreementDocument]
    ) throws(BacktestSpanError) {
        let measured = facts.items.measured
        let tickets = facts.items.ticketed
        let first = [history.start, measured?.start].compactMap { $0 }.min()
        guard let start = from ?? first ?? tickets?.start else { throw .nothing }
        let last = [history.end, measured?.end].compactMap { $0 }.max() ?? tickets?.end ?? start
        guard to.map({ $0 > start }) ?? (last >= start) else { throw .empty }
        let interval = Interval(start, to ?? last.advanced(by: 1))
        if let to {
            self.init(interval, knownUntil: to)
        } else if let sampled = history.sampled {
            self.init(interval, knownUntil: max(sampled.last.advanced(by: history.staleSeconds), last))
        } else {
            let ends = documents.flatMap { document in
                (document.commitments.map(\.window) + document.objectives.map(\.window)).map { kind in
                    Window.containing(last, kind: kind, zone: document.zone).interval.end
                }
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
