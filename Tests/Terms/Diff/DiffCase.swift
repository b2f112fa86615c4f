import Contracts
import Foundation
import Testing

@testable import Terms

/// One member of the format in two editions, and what the second does to the customer.
struct DiffCase: CustomTestStringConvertible, Sendable {
    /// Where the members stand that differ.
    enum Place: Sendable {
        /// In the commitment.
        case commitment
        /// In the remedy.
        case remedy
        /// In an exclusion.
        case exclusion
        /// In an objective.
        case objective
        /// In the service of the guide's example.
        case service
        /// In a plan of the guide's example.
        case plan
        /// At the top of the document.
        case top
        /// Instead of the agreement's zone.
        case zone
        /// In the claim rules of the remedy.
        case claim
    }

    let path: String
    let place: Place
    let before: String
    let after: String
    let kind: AgreementChange.Kind

    init(_ path: String, _ place: Place, _ before: String, _ after: String, _ kind: AgreementChange.Kind) {
        self.path = path
        self.place = place
        self.before = before
        self.after = after
        self.kind = kind
    }

    var testDescription: String { "\(path): \(before) → \(after)" }

    func changes() throws -> (there: [AgreementChange], back: [AgreementChange]) {
        let (old, new) = (try document(before), try document(after))
        return (AgreementDiff.changes(from: old, to: new), AgreementDiff.changes(from: new, to: old))
    }

    private func document(_ text: String) throws -> AgreementDocument {
        switch place {
        case .commitment:
            let usual = Paper.usual.split(separator: "\n").filter { !text.contains("window:") || !$0.hasPrefix("window:") }
            return try Paper.document(commitment: usual.joined(separator: "\n") + "\n" + text)
        case .plan:
            return try LintSamples.document(
                LintSamples.exampleText() + "plans:\n  - {key: gold, title: Gold\(text.isEmpty ? "" : ", ")\(text)}\n")
        case .remedy:
            let schedule = text.contains("schedule:") ? "" : "schedule: {flat: {percent: \"10\"}}\n"
            return try Paper.document(remedy: schedule + text)
        case .claim:
            let deadline = text.contains("deadline:") ? "" : "  deadline: {days: 30, from: window_end}\n"
            let approval = text.contains("approval:") ? "" : "  approval: {required: true}\n"
            let channels = text.contains("channels:") ? "" : "  channels: [ticket]\n"
            return try Paper.document(
                remedy:
                    "schedule: {flat: {percent: \"10\"}}\nclaim:\n\(deadline)\(approval)\(channels)  applied_to: next_invoice\n"
                    + text.split(separator: "\n").map { "  \($0)" }.joined(separator: "\n"), calendars: Self.week)
        case .exclusion:
            let ground = text.contains("ground:") ? "" : ", ground: scheduled_maintenance"
            return try Paper.document(
                more: "exclusions:\n  - {id: rule, clause: P-3, title: Rule\(ground)\(text.isEmpty ? "" : ", ")\(text)}",
                calendars: Self.week)
        case .objective:
            let of = text.contains("of: ") ? "" : ", of: calls"
            let metric = text.contains("metric:") ? "" : ", metric: time"
            let window = text.contains("window:") ? "" : ", window: month"
            let service = text.contains("service:") ? "" : ", service: api"
            let strength = text.contains("strength:") ? "" : ", strength: target"
            return try Paper.document(
                more: "objectives:\n  - {id: fast, clause: P-3, title: Fast\(of)\(metric)\(window)\(service)\(strength), \(text)}"
            )
        case .service:
            let example = try LintSamples.exampleText()
            return try LintSamples.document(
                example.replacing("    title: API\n", with: "    title: API\n\(text)\n", maxReplacements: 1)
                    + "plans:\n  - {key: gold, title: Gold}\n  - {key: silver, title: Silver}\n")
        case .top: return try Paper.document(more: text, calendars: Self.week)
        case .zone: return try Paper.document(zone: text)
        }
    }

    /// A calendar that is open for longer than the office.
    private static let week = """
        - key: week
          weekly:
            mon: [["08:00", "20:00"]]
            tue: [["08:00", "20:00"]]
            wed: [["08:00", "20:00"]]
            thu: [["08:00", "20:00"]]
            fri: [["08:00", "20:00"]]
            sat: [["08:00", "20:00"]]
        """
}

extension AgreementChange {
    /// The path in the format of where it stands: `commitments.target`.
    var path: String {
        let pointer = (to ?? from ?? "").dropFirst(2)
        return pointer.split(separator: "/").filter { Int($0) == nil }.joined(separator: ".")
    }
}
