import Contracts
import Testing

@testable import Terms

/// Changes of the guide's example, judged by what they do to the customer.
@Suite struct AgreementDiffTests {
    private func changes(_ replacements: (String, String)...) throws -> [AgreementChange] {
        var text = try LintSamples.exampleText()
        let old = try LintSamples.document(text)
        for (before, after) in replacements {
            try #require(text.contains(before), "the example has no '\(before)'")
            text = text.replacing(before, with: after, maxReplacements: 1)
        }
        let new = try LintSamples.document(text)
        let changes = AgreementDiff.changes(from: old, to: new)
        let back = AgreementDiff.changes(from: new, to: old)
        #expect(changes.map(\.kind.fromTheOtherSide).sorted() == back.map(\.kind.rawValue).sorted())
        return changes
    }

    @Test(
        arguments: [
            (#"target: "99.95""#, #"target: "99.99""#, "improvement"), (#"target: "99.95""#, #"target: "99.9""#, "reduction"),
            (#"target: "99.95""#, #"target: "99.950""#, "neutral"), ("strength: guarantee", "strength: target", "reduction"),
            ("{kind: month}", "{kind: year}", "reduction"), ("{kind: month}", "{kind: rolling-30d}", "mixed"),
            ("excluded_counts_as_up", "excluded_removed", "improvement"),
            ("unknown_time: excluded", "unknown_time: up", "reduction"),
            ("unknown_time: excluded", "unknown_time: down", "improvement"), ("    remedy: credits\n", "", "reduction"),
            ("notice: PT48H", "notice: PT24H", "reduction"), ("notice: PT48H", "notice: P7D", "improvement"),
            ("notice: PT48H", "notice: P2D", "neutral"), ("    notice: PT48H\n", "", "reduction"),
            ("notice: PT48H", "notice: PT48H\n    notice_strength: target", "reduction"),
            ("notice: PT48H", "notice: PT48H\n    evidence: false", "reduction"),
            (#"{below: "99", percent: "25"}"#, #"{below: "99", percent: "30"}"#, "improvement"),
            (#"{below: "99", percent: "25"}"#, #"{below: "99.5", percent: "25"}"#, "improvement"),
            (#"{below: "99", percent: "25"}"#, #"{below: "98", percent: "30"}"#, "mixed"),
            (#"{below: "99", percent: "25"}"#, #"{below: "99", percent: "10"}"#, "reduction"),
            ("        - {below: \"99\", percent: \"25\"}\n", "", "reduction"),
            (#"{below: "99", percent: "25"}"#, #"{below: "99", percent: "25"}"# + "\n    cap: {percent: \"20\"}", "reduction"),
            ("time_zone: Europe/Amsterdam", "time_zone: Europe/Berlin", "mixed"),
            ("title: Acme Service", "title: Our Service", "neutral"), ("Below 99.95% you may", "Under 99.95% you can", "neutral"),
            ("choice: Time without", "choice: Any time without", "mixed"), ("why: Missing", "why: Lacking", "neutral"),
            ("  - {clause: A-4, title: Two data centres}", "  - {clause: A-4, title: Data centres}", "neutral"),
        ])
    func byEffect(before: String, after: String, kind: String) throws {
        #expect(try changes((before, after)).map(\.kind.rawValue) == [kind])
    }

    @Test func aChangeSaysWhatItIs() throws {
        let change = try #require(changes((#"target: "99.95""#, #"target: "99.9""#)).first)
        #expect(change.title == "API uptime: target")
        #expect(change.clauses == ["A-1"])
        #expect(change.from == "#/commitments/0/target")
        #expect(change.to == "#/commitments/0/target")
        #expect(change.before == "99.95")
        #expect(change.after == "99.9")
        #expect(change.why == "Less availability is promised.")
    }

    @Test func numbersOfClausesAreNoPromise() throws {
        let text = try LintSamples.exampleText()
        let renumbered = text.replacing("A-1", with: "B-7").replacing("A-3", with: "A-1").replacing(
            "id: uptime", with: "id: sla-1")
        let changes = try AgreementDiff.changes(from: LintSamples.document(text), to: LintSamples.document(renumbered))
        #expect(!changes.isEmpty)
        #expect(changes.allSatisfy { $0.kind == .neutral }, "\(changes.filter { $0.kind != .neutral })")
        #expect(!changes.isReduction)
    }

    @Test func aClauseThatIsGoneTakesItsPromiseWithIt() throws {
        let found = try changes(
            ("  - id: A-4\n    heading: 4. Data centres\n    text: We run in two data centres.\n", ""),
            ("declarations:                          # what cannot be measured\n  - {clause: A-4, title: Two data centres}\n", "")
        )
        #expect(found.filter(\.isReduction).map(\.title) == ["Two data centres"])
        #expect(found.filter(\.isReduction).map(\.clauses) == [["A-4"]])
    }

    @Test func anExclusionMoreIsAReduction() throws {
        let rule = "  - {id: ddos, ground: ddos, clause: A-2, title: Attacks}\n"
        let found = try changes(("exclusions:\n", "exclusions:\n" + rule))
        #expect(found.map(\.kind) == [.reduction])
        #expect(found.first?.from == nil)
        #expect(found.first?.to == "#/exclusions/0")
        #expect(found.first?.why == "Time is excluded that counted.")
    }

    @Test func schedulesAreComparedAsFunctions() throws {
        let tiers = "tiers:\n        - {below: \"99.95\", percent: \"10\"}\n        - {below: \"99\", percent: \"25\"}"
        let flat: (String) -> String = { "tiers:\n        - {below: \"99.95\", percent: \"\($0)\"}" }
        #expect(try changes((tiers, flat("25"))).map(\.kind) == [.improvement])
        #expect(try changes((tiers, flat("10"))).map(\.kind) == [.reduction])
        #expect(try changes((tiers, flat("20"))).map(\.kind) == [.mixed])
        // 10% for every started percent of downtime is 10 from 99 up, 20 from 98 up; and 1000 at nothing.
        func steps(_ percent: String, _ counting: String) -> String {
            "proportional: {every: \"1\", percent: \"\(percent)\", measured_from: downtime, counting: \(counting)}"
        }
        #expect(try changes((tiers, steps("25", "started"))).map(\.kind) == [.improvement])
        #expect(try changes((tiers, steps("10", "started"))).map(\.kind) == [.mixed])
        #expect(try changes((tiers, steps("10", "complete"))).map(\.kind) == [.mixed])
        #expect(try changes((tiers, "discretionary: true")).map(\.kind) == [.mixed])
        // The order of tiers, and one that never decides, say nothing.
        let reordered = "tiers:\n        - {below: \"99\", percent: \"25\"}\n        - {below: \"99.95\", percent: \"10\"}"
        #expect(try changes((tiers, reordered)).map(\.kind) == [.neutral])
    }

    @Test func anUnknownMemberIsNeverSilent() throws {
        let text = try LintSamples.exampleText()
        let old = try LintSamples.document(text)
        let moved = text.replacing("source: acme.example/sla", with: "source: acme.example/terms")
        let new = try LintSamples.document(
            moved.replacing("ground: scheduled_maintenance", with: "ground: other")
                .replacing("    notice: PT48H\n", with: ""))
        let changes = AgreementDiff.changes(from: old, to: new)
        #expect(changes.map(\.title) == ["source", "Announced maintenance: ground", "Announced maintenance: notice"])
        #expect(changes.map(\.kind) == [.neutral, .mixed, .reduction])
    }
}

extension AgreementChange.Kind {
    /// What the same change is from the other side.
    var fromTheOtherSide: String {
        switch self {
        case .improvement: "reduction"
        case .reduction: "improvement"
        case .neutral, .mixed: rawValue
        }
    }
}
