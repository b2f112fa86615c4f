import Contracts
import Terms

/// What statements say, without what only the one who wrote them knows: ids, revisions, reasons.
struct HistoryFindings {
    /// What a statement says, by the name of what is said.
    private let statements: [String: [String: String]]

    init(_ statements: [StatementResource]) {
        self.statements = Dictionary(
            statements.map { ("\($0.commitment) \($0.window.from)/\($0.window.to)", Self.account($0)) }, uniquingKeysWith: { $1 })
    }

    private static func account(_ statement: StatementResource) -> [String: String] {
        let (seconds, budget) = (statement.seconds, statement.budget)
        var account = [
            "window": "\(statement.window.kind) \(statement.window.label)",
            "as of": "\(statement.asOf)", "verdict": "\(statement.verdict)", "clauses": "\(statement.clauses)",
            "up": "\(seconds.up)", "down": "\(seconds.down)", "excluded": "\(seconds.excluded)", "unknown": "\(seconds.unknown)",
            "pending": "\(seconds.pending)", "total": "\(seconds.total)", "base": "\(seconds.base)",
            "counted down": "\(seconds.countedDown)", "ratio": "\(statement.availability.map { "\($0)" } ?? "-")",
            "percent": statement.availabilityPercent ?? "-", "evidence": statement.evidencePercent ?? "-",
            "allowed": budget.allowedSecondsExact, "spent": "\(budget.spentSeconds)", "left": budget.leftSeconds,
            "grounds": statement.excluded.map { "\($0.ground) \($0.seconds) \($0.clauses)" }.joined(separator: ", "),
            "weighed": (statement.partialOutages ?? []).map { "\($0.from)/\($0.to) \($0.affectedPercent)" }.joined(
                separator: ", "),
            "remedy": statement.remedy.map { "\($0.remedy) \($0.percentExact ?? "-")" } ?? "-",
        ]
        for item in statement.qualifications {
            account["\(item.source) from \(item.interval.start)"] =
                "to \(item.interval.end) \(item.ground) \(item.clause ?? "-") \(item.outcome) \(item.excludedSeconds) "
                + "\(item.reason?.rawValue ?? "-") \(item.noticeSeconds ?? -1) \(item.requiredNoticeSeconds ?? -1)"
        }
        return account
    }

    /// What is otherwise there, statement by statement; none where both say the same.
    func differences(from expected: HistoryFindings) -> [String] {
        Set(statements.keys).union(expected.statements.keys).sorted().compactMap { name in
            guard let own = statements[name] else { return "\(name) is missing" }
            guard let other = expected.statements[name] else { return "\(name) is one too many" }
            let fields = Set(own.keys).union(other.keys).sorted().filter { own[$0] != other[$0] }
            let account = fields.map { "\($0) \(own[$0] ?? "-"), not \(other[$0] ?? "-")" }
            return account.isEmpty ? nil : "\(name): \(account.joined(separator: "; "))"
        }
    }
}
