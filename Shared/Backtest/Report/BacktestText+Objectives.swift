import Contracts
import Terms

extension BacktestText {
    mutating func objectives(_ objectives: [BacktestObjective]) {
        guard !objectives.isEmpty else { return }
        lines.append("")
        let rows = objectives.map { objective in
            [
                objective.objective, objective.service, objective.window.label, objective.verdict.rawValue,
                objective.findings.map(\.figure).joined(separator: ", "),
                String(objective.findings.reduce(Int128(0)) { $0 + Int128($1.population) }), objective.promise,
                objective.clause,
            ]
        }
        lines += Self.table(
            [["OBJECTIVE", "SERVICE", "WINDOW", "VERDICT", "MEASURED", "OF", "PROMISE", "CLAUSE"]] + rows)
    }

    mutating func notEvaluated(_ omissions: [BacktestOmission]) {
        guard !omissions.isEmpty else { return }
        lines.append("")
        lines.append("NOT EVALUATED")
        for item in omissions {
            let service = item.service.map { " of \($0)" } ?? ""
            let clause = item.clause.map { " (\($0))" } ?? ""
            lines.append("\(item.kind.rawValue) \(item.id)\(service): \(item.reason)\(clause)")
        }
    }
}
