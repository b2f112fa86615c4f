import Contracts
import Terms

/// A report for people: a line a statement, and beneath it whatever is not plain.
public struct BacktestText {
    var lines: [String] = []

    /// The report as text.
    public static func render(_ report: BacktestReport) -> String {
        var text = BacktestText()
        text.head(report)
        text.statements(report.statements)
        text.objectives(report.objectives)
        text.credits(report)
        text.claims(report.claims)
        text.tickets(report.tickets)
        text.notEvaluated(report.notEvaluated)
        if let comparison = report.against { text.comparison(comparison) }
        return text.lines.joined(separator: "\n")
    }

    private mutating func head(_ report: BacktestReport) {
        lines.append("\(report.title), \(report.edition) (\(report.agreement))")
        lines.append("from \(report.from), as known until \(report.to)")
    }

    private mutating func statements(_ statements: [StatementResource]) {
        guard !statements.isEmpty else { return }
        lines.append("")
        let header = [
            "COMMITMENT", "SERVICE", "WINDOW", "VERDICT", "AVAILABILITY", "TARGET", "DOWN S", "EXCLUDED S", "UNKNOWN S",
        ]
        let rows = statements.map { statement in
            [
                statement.commitment, statement.serviceKey, statement.window.label, statement.verdict.rawValue,
                statement.availabilityPercent ?? "-", statement.target.description,
                String(statement.seconds.countedDown), String(statement.seconds.excluded), String(statement.seconds.unknown),
            ]
        }
        let table = Self.table([header] + rows)
        lines.append(table[0])
        for (statement, line) in zip(statements, table.dropFirst()) {
            lines.append(line)
            details(statement)
        }
    }

    private mutating func details(_ statement: StatementResource) {
        for part in statement.excluded {
            lines.append("    excluded \(part.seconds) s: \(part.ground.rawValue) (\(part.clauses.joined(separator: ", ")))")
        }
        for item in statement.qualifications where item.outcome != .counted {
            let reason = item.reason.map { ", \($0.rawValue)" } ?? ""
            lines.append("    \(item.source): \(item.outcome.rawValue)\(reason) (\(item.clause ?? "no clause"))")
        }
        guard statement.verdict == .missed || !statement.excluded.isEmpty else { return }
        if let remedy = statement.remedy {
            let share = remedy.percent.map { "\($0) %" } ?? "as approved"
            lines.append("    remedy \(remedy.remedy): \(share) (\(remedy.clause))")
        }
        lines.append("    clauses \(statement.clauses.joined(separator: ", "))")
        for interpretation in statement.interpretations {
            lines.append("    read as \(interpretation.id) (\(interpretation.clause)): \(interpretation.choice)")
        }
    }

    private mutating func credits(_ report: BacktestReport) {
        guard !report.credits.isEmpty else { return }
        lines.append("")
        lines.append("CREDITS THAT WOULD HAVE BEEN DUE")
        for credit in report.credits { lines += Self.lines(credit, "") }
        if let total = report.creditTotal { lines.append("total \(total)") }
    }

    private static func lines(_ credit: BacktestCredit, _ indent: String) -> [String] {
        let about = zip(credit.commitments, credit.services).map { "\($0) of \($1)" }.joined(separator: ", ")
        let amount = credit.amount.map { " \($0)" } ?? ""
        let head = "\(indent)\(credit.window.label) \(about): \(credit.outcome.rawValue)\(amount)"
        let steps = credit.steps.map { step in
            let percent = step.percent.map { ", \($0.denominator == 1 ? $0.description : $0.floored(places: 4)) %" } ?? ""
            return "\(indent)    \(step.kind.rawValue): \(step.detail)\(percent)\(step.clause.map { " (\($0))" } ?? "")"
        }
        let conditions = credit.conditions.map { "\(indent)    asks \($0.title): \($0.outcome.rawValue) (\($0.clause))" }
        return [head] + steps + conditions
    }

    private mutating func claims(_ claims: [BacktestClaim]) {
        guard !claims.isEmpty else { return }
        lines.append("")
        lines.append("CLAIMS")
        for claim in claims {
            let change = claim.onFiling == claim.standing ? "" : ", in the end \(claim.standing.rawValue)"
            lines.append(
                "\(claim.id), \(claim.commitment) of \(claim.service), \(claim.window), filed \(claim.filedAt): "
                    + "\(claim.onFiling.rawValue)\(change)")
            if let until = claim.fileUntil { lines.append("    could be filed until \(until)") }
            if let until = claim.answerUntil { lines.append("    to be answered until \(until)") }
            lines.append("    clauses \(claim.clauses.joined(separator: ", "))")
            if let credit = claim.credit { lines += Self.lines(credit, "    ") }
        }
    }

    private mutating func tickets(_ tickets: [BacktestTicket]) {
        guard !tickets.isEmpty else { return }
        lines.append("")
        lines += Self.table(
            [["TICKET", "SUPPORT", "MEASURE", "STATE", "DUE", "TARGET S", "ELAPSED S", "CLAUSE"]]
                + tickets.map { ticket in
                    [
                        ticket.id, ticket.tier, ticket.measure, ticket.state.rawValue, ticket.due?.description ?? "-",
                        String(ticket.targetSeconds), String(ticket.elapsedSeconds), ticket.clause,
                    ]
                })
    }

    static func table(_ rows: [[String]]) -> [String] {
        let widths = (rows.first ?? []).indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            var line = zip(row, widths).map { $0 + String(repeating: " ", count: $1 - $0.count) }.joined(separator: "  ")
            while line.last == " " { line.removeLast() }
            return line
        }
    }
}
