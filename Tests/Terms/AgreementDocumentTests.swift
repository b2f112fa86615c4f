import Contracts
import Foundation
import Testing

@testable import Terms

/// What a document may say, and what is said about one that is wrong.
@Suite struct AgreementDocumentTests {
    /// The example of `docs/agreements.md`.
    private static let example = Result {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let root = tests.deletingLastPathComponent().deletingLastPathComponent()
        let guide = try String(contentsOf: root.appendingPathComponent("docs/agreements.md"), encoding: .utf8)
        let parts = guide.components(separatedBy: "```")
        return try #require(parts.first { $0.hasPrefix("yaml\n") }).dropFirst(5).description
    }

    private func problemsOf(_ change: (String) -> String) throws -> [String] {
        let text = try change(Self.example.get())
        return problems { _ = try AgreementDocument(AgreementYAML.node(text.utf8)) }
    }

    private func replaced(_ old: String, _ new: String) throws -> [String] {
        let original = try Self.example.get()
        try #require(original.contains(old), "the example has no '\(old)'")
        return try problemsOf { $0.replacing(old, with: new, maxReplacements: 1) }
    }

    @Test func theGuidesExampleIsComplete() throws {
        let document = try AgreementDocument(AgreementYAML.node(Self.example.get().utf8))
        #expect(document.commitments.map(\.id) == ["uptime"])
        #expect(document.notEvaluated.map(\.clause) == ["A-4"])
        #expect(document.notEvaluated.map(\.path) == ["#/declarations/0"])
        let remedy = try #require(document.remedy("credits"))
        let availability = try #require(Ratio(98, of: 100))
        #expect(remedy.schedule.percent(at: availability, target: .hundred) == Rational(25))
    }

    @Test func everythingWrongIsToldAtOnceWithItsPlace() throws {
        let found = try problemsOf {
            $0.replacing("time_zone: Europe/Amsterdam", with: "time_zone: Mars/Olympus")
                .replacing("target: \"99.95\"", with: "target: \"100.1\"")
                .replacing("notice: PT48H", with: "notice: 48 hours")
                .replacing("strength: guarantee", with: "strength: maybe\n    surprise: 1")
                .replacing("edition: \"2.0\"", with: "edition: 2.0")
        }
        #expect(
            found.map { $0.prefix { $0 != ":" }.description } == [
                "#/edition (line 5, column 10)", "#/time_zone (line 9, column 12)",
                "#/commitments/0/strength (line 34, column 15)",
                "#/commitments/0/surprise (line 35, column 15)", "#/commitments/0/target (line 40, column 13)",
                "#/exclusions/0/notice (line 48, column 13)",
            ])
    }

    @Test(arguments: [
        ("clause: A-1\n    strength", "clause: A-9\n    strength", "names no clause"),
        ("{clause: A-4, title: Two data centres}", "{clause: A-3, title: Two data centres}", "cited by nothing"),
        ("services: [api]", "services: [apo]", "names no service"),
        ("services: [api]", "services: []", "1 to 200 elements"),
        ("remedy: credits", "remedy: cash", "names no remedy"),
        ("id: A-2", "id: A-1", "taken by an earlier"),
        ("format: pledge-agreement/1", "format: pledge-agreement/2", "must be pledge-agreement/1"),
        ("kind: month", "kind: fortnight", "must be month, quarter"),
        ("kind: month", "kind: rolling-0d", "must be month, quarter"),
        ("rule: excluded_counts_as_up", "rule: magic", "must be one of: excluded_removed"),
        ("notice: PT48H", "cap: PT1H", "only for emergency"),
        ("ground: scheduled_maintenance", "ground: customer", "only for scheduled"),
        ("      tiers:\n", "      discretionary: true\n      tiers:\n", "exactly one of"),
        ("percent: \"10\"", "percent: \"-10\"", "must be a percentage"),
        ("published: 2026-01-15", "published: 15.01.2026", "must be a day"),
        ("key: acme-sla", "key: Acme SLA", "must be a key"),
        ("provider: Acme", "provider:", "is null"),
        ("    why: Missing data proves nothing.", "    when: {}\n    why: x", "at least one of"),
        ("clauses: ", "causes: ", "is required"),
    ])
    func refuses(old: String, new: String, because: String) throws {
        let found = try replaced(old, new)
        #expect(found.contains { $0.contains(because) }, "\(found)")
    }

    @Test func otherShapesOfTheSourceAgreementsFit() throws {
        // Zadarma: a rolling window, no remedy, a mean response; Infopromo: a proportional credit a plan, soft notice.
        let found = try problemsOf {
            $0.replacing("window: {kind: month}", with: "window: {kind: rolling-180d, clause: A-1}\n    plans: [gold]")
                .replacing("    remedy: credits\n", with: "")
                .replacing("notice: PT48H", with: "notice: P14D\n    notice_strength: target\n    services: [api]")
                .replacing(
                    "      tiers:\n        - {below: \"99.95\", percent: \"10\"}\n        - {below: \"99\", percent: \"25\"}\n",
                    with:
                        "      proportional: {every: \"1\", percent: \"10\", measured_from: downtime, counting: pro_rata}\n    cap: {percent: \"100\"}\n"
                )
                .replacing(
                    "declarations: ",
                    with: """
                        plans: [{key: gold, title: Gold}]
                        calendars: [{key: always, always: true}]
                        priorities: [{key: l1, title: Level 1, clause: A-4, definition: All, classified_by: customer_then_provider}]
                        support:
                          - {key: chat, title: Chat, clause: A-4, calendar: always, targets: [{measure: mean_first_response, within: PT3M, strength: target}]}
                          - {key: desk, title: Desk, clause: A-4, calendar: always, targets: [{priority: l1, measure: acknowledgement, within: PT15M, aim: PT5M, strength: guarantee}]}
                          - {key: forum, title: Forum, clause: A-4, calendar: always, targets: []}
                        incidents: [{key: p3, title: Significant, clause: A-4, definition: Breaking, counts_as_down: false, published: true, update_every: PT2H, calendar: always}]
                        objectives: [{id: latency, clause: A-4, title: Under 50 ms for most regions, strength: target, service: api, share: {above: "50"}, of: regions, metric: latency, limit: {below: "50", unit: ms}, window: month}]
                        declarations: 
                        """)
        }
        #expect(found == [])
    }

    @Test func softNoticeDoesNotBind() throws {
        let text = try Self.example.get().replacing("notice: PT48H", with: "notice: P14D\n    notice_strength: target")
        let document = try AgreementDocument(AgreementYAML.node(text.utf8))
        let commitment = try #require(document.commitments.first)
        #expect(document.rules(for: commitment, service: "api").scheduledNoticeSeconds == 0)
        #expect(document.rules(for: commitment, service: "api").emergencyCapSeconds == nil)
    }

    /// Whatever stands in its place: an answer, never a crash, and no document that cannot be worked with.
    @Test(arguments: 0..<200 as Range<UInt64>)
    func survivesNoise(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        var node = try AgreementYAML.node(Self.example.get().utf8)
        for _ in 0..<Int.random(in: 1...3, using: &generator) { node = node.disturbed(&generator) }
        let found = problems {
            let document = try AgreementDocument(node)
            let window = try Window.containing(at("2026-03-10T00:00:00Z"), kind: .month, zone: document.zone)
            for commitment in document.commitments {
                let statement = StatementEvaluation.evaluate(
                    commitment: commitment, document: document, service: commitment.services[0], tree: .component("a"),
                    window: window,
                    facts: StatementFacts(components: [
                        "a": Condition(down: [Interval(window.interval.start, window.interval.start.advanced(by: 90_000))])
                    ]),
                    asOf: window.interval.end)
                expectAccount(statement)
            }
        }
        #expect(found.allSatisfy { $0.hasPrefix("#") }, "\(found)")
    }
}

extension Node {
    /// The same tree with one node somewhere in it replaced, or one member renamed or left out.
    fileprivate func disturbed(_ generator: inout SeededGenerator) -> Node {
        let stays = Int.random(in: 0...4, using: &generator) > 0
        switch value {
        case .list(var nodes) where !nodes.isEmpty && stays:
            let index = Int.random(in: 0..<nodes.count, using: &generator)
            nodes[index] = nodes[index].disturbed(&generator)
            return Node(.list(nodes))
        case .map(var members) where !members.isEmpty && stays:
            let index = Int.random(in: 0..<members.count, using: &generator)
            switch Int.random(in: 0...9, using: &generator) {
            case 0: members.remove(at: index)
            case 1: members[index] = Member(members[index].key + "x", members[index].node)
            default: members[index] = Member(members[index].key, members[index].node.disturbed(&generator))
            }
            return Node(.map(members))
        default:
            let others: [Value] = [
                .null, .bool(true), .number("0"), .number("-1"), .number("1e99"), .string(""), .string("0"), .string("100"),
                .string("PT0S"), .string("year"), .string("emergency_maintenance"), .list([]), .map([]), .list([Node(.null)]),
            ]
            return Node(others.randomElement(using: &generator) ?? .null)
        }
    }
}
