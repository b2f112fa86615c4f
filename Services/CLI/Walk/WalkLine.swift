import Contracts
import Foundation
import Terms

/// A line of a walk's table: what was done, what was answered, and by which clauses.
struct WalkLine: Sendable {
    let title: String
    let answer: String
    let clauses: [String]

    /// The line of a step that was taken.
    init(_ step: StoryStep, _ answer: Node) {
        title = step.title
        let first = answer.part(at: "data.0") ?? answer
        let said = ["verdict", "state", "decision.refusal"].compactMap { first.text(at: $0) }
        let figures = [
            first.text(at: "availability_percent").map { "\($0) %" },
            Self.money(first, "amount") ?? Self.money(first, "applied") ?? Self.money(first, "verdicts.amount.amount"),
        ]
        self.answer = (said + figures.compactMap { $0 }).joined(separator: ", ")
        clauses = first.citedClauses.sorted { $0.compare($1, options: .numeric) == .orderedAscending }
    }

    /// Another line.
    init(_ title: String, _ answer: String, clauses: [String] = []) {
        self.title = title
        self.answer = answer
        self.clauses = clauses
    }

    /// The line as it is printed, in columns.
    var text: String {
        let parts = [title.rightPadded(to: 58), answer.rightPadded(to: 34), clauses.joined(separator: " ")]
        return parts.joined(separator: "  ").trimmingTrailingSpaces
    }

    private static func money(_ node: Node, _ path: String) -> String? {
        guard let minor = node.text(at: "\(path).amount_minor").flatMap({ Int64($0) }) else { return nil }
        return Money(amountMinor: minor, currency: node.text(at: "\(path).currency") ?? "")?.description
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
