import Contracts
import Foundation
import Terms
import TestSupport

/// Writes answers of two tenants so that the same text means the same thing. What must differ between tenants is left out or
/// renamed, and nothing else:
///
/// - an id becomes its kind and a number, in the order in which ids are first met;
/// - an instant after the story's window, which is when the test ran, becomes `now`;
/// - `version`, `revision` and `statement_revision` go: they count how often something was looked at, which depends on what was
///   known when; so do the times of writing, `created_at` and `updated_at`, and of what has revisions the `reason` of the latest: a
///   statement that was made before its measurements came has one revision more, and another reason, than one that was not.
struct WalkCanon {
    private static let counters: Set<String> = ["version", "revision", "statement_revision", "created_at", "updated_at"]

    /// Instants later than this are those of the test's run.
    let story: Instant
    private var names: [String: String] = [:]
    private var counts: [String: Int] = [:]

    /// A canon for a story that ends at an instant.
    init(story: Instant) {
        self.story = story
    }

    /// The text of an answer, members in order of their names.
    mutating func text(_ node: Node) -> String {
        switch node.value {
        case .null: return "null"
        case .bool(let value): return "\(value)"
        case .number(let digits): return digits
        case .string(let text): return "\"\(name(text))\""
        case .list(let nodes): return "[" + nodes.map { text($0) }.joined(separator: ",\n") + "]"
        case .map(let members):
            let isRevised = members.contains { $0.key == "revision" }
            let kept = members.filter { !Self.counters.contains($0.key) && !(isRevised && $0.key == "reason") }
                .sorted { $0.key < $1.key }
            return "{" + kept.map { "\($0.key): \(text($0.node))" }.joined(separator: ", ") + "}"
        }
    }

    /// A text as it is the same for every tenant.
    mutating func name(_ text: String) -> String {
        if let at = Instant(rfc3339: text) { return at > story ? "now" : text }
        guard text.wholeMatch(of: /[a-z]{2,4}_[0-9A-HJKMNP-TV-Z]{26}/) != nil else { return text }
        if let known = names[text] { return known }
        let kind = String(text.prefix { $0 != "_" })
        counts[kind, default: 0] += 1
        let name = "\(kind)#\(counts[kind] ?? 0)"
        names[text] = name
        return name
    }
}
