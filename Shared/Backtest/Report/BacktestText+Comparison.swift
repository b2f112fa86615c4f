import Contracts
import Terms

extension BacktestText {
    mutating func comparison(_ comparison: BacktestComparison) {
        lines.append("")
        lines.append(
            "AGAINST \(comparison.agreement), \(comparison.edition): "
                + "\(comparison.differences.count) of \(comparison.compared) windows differ")
        for difference in comparison.differences {
            lines.append(
                "    \(difference.commitment) of \(difference.service), \(difference.window): "
                    + "\(Self.side(difference.ours)) instead of \(Self.side(difference.theirs))")
        }
        for difference in comparison.objectives {
            lines.append(
                "    \(difference.objective) of \(difference.service), \(difference.window): "
                    + "\(Self.side(difference.ours)) instead of \(Self.side(difference.theirs))")
        }
        for difference in comparison.tickets {
            lines.append(
                "    \(difference.id), \(difference.measure): "
                    + "\(Self.side(difference.ours)) instead of \(Self.side(difference.theirs))")
        }
        if let total = comparison.creditTotal { lines.append("    its credits come to \(total)") }
        if let more = comparison.creditDifference { lines.append("    the difference is \(more)") }
    }

    private static func side(_ side: BacktestDifference.Side?) -> String {
        guard let side else { return "no promise" }
        let remedy = side.remedyPercent.map { ", \($0) % credit" } ?? ""
        return "\(side.verdict.rawValue) (\(side.availabilityPercent ?? "-") of \(side.target)\(remedy))"
    }

    private static func side(_ side: BacktestObjectiveDifference.Side?) -> String {
        guard let side else { return "no promise" }
        return "\(side.verdict.rawValue) (\(side.figures.joined(separator: ", ")); \(side.promise))"
    }

    private static func side(_ side: BacktestTicketDifference.Side?) -> String {
        guard let side else { return "no promise" }
        return "\(side.state.rawValue) (\(side.elapsedSeconds) s of \(side.targetSeconds) s, \(side.tier))"
    }
}
