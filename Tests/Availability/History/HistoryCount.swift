import Contracts
import Terms

/// What there was in histories: a comparison of nothing with nothing would prove nothing.
struct HistoryCount {
    var histories = 0
    var reads = 0
    var facts = 0
    var restarts = 0
    var replicas = 0
    var met = 0
    var missed = 0
    var excludedSeconds: Int64 = 0
    var unknownSeconds: Int64 = 0
    /// Closed statements that were made more than once.
    var restated = 0
    /// Statements of the customer's own that were compared.
    var own = 0
    /// Those of them that leave out what was approved for the customer alone.
    var ownExcluded = 0
    /// Statements that were read of requests, or resources, that were counted.
    var counted = 0
    /// Statements in which outages were weighed by users.
    var weighed = 0
    /// Grounds on which anything was excluded.
    var grounds: Set<Ground> = []

    /// Counts what the last statements of a history say.
    mutating func add(_ statements: [StatementResource]) {
        histories += 1
        met += statements.count { $0.verdict == .met }
        missed += statements.count { $0.verdict == .missed }
        restated += statements.count { $0.revision > 1 }
        excludedSeconds += statements.reduce(0) { $0 + $1.seconds.excluded }
        unknownSeconds += statements.reduce(0) { $0 + $1.seconds.unknown }
        weighed += statements.count { $0.partialOutages != nil }
        grounds.formUnion(statements.flatMap { $0.excluded.map(\.ground) })
    }

    static func + (left: HistoryCount, right: HistoryCount) -> HistoryCount {
        HistoryCount(
            histories: left.histories + right.histories, reads: left.reads + right.reads, facts: left.facts + right.facts,
            restarts: left.restarts + right.restarts, replicas: left.replicas + right.replicas, met: left.met + right.met,
            missed: left.missed + right.missed, excludedSeconds: left.excludedSeconds + right.excludedSeconds,
            unknownSeconds: left.unknownSeconds + right.unknownSeconds, restated: left.restated + right.restated,
            own: left.own + right.own, ownExcluded: left.ownExcluded + right.ownExcluded,
            counted: left.counted + right.counted, weighed: left.weighed + right.weighed,
            grounds: left.grounds.union(right.grounds))
    }
}
