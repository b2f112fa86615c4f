import Chassis
import Contracts
import Foundation
import Hosting
import Messaging
import Postgres
import Terms
import TestSupport
import Testing

@testable import Claims

/// Every golden credit through the service's API: statements as Availability would tell them, a claim each, a decision each, and
/// what the ledger says then.
@Suite(.timeLimit(.minutes(5))) struct CreditVectorTests {
    /// The cases of our own copy, and of the folder that `PLEDGE_VECTORS` names.
    private static func cases() throws -> [Node] {
        var files = [SourceTree.url("Tests/Terms/Vectors/credits.json")]
        if let more = ProcessInfo.processInfo.environment["PLEDGE_VECTORS"] {
            let file = URL(fileURLWithPath: more).appending(path: "credits.json")
            if FileManager.default.fileExists(atPath: file.path) { files.append(file) }
        }
        return try files.flatMap { try Node(json: Data(contentsOf: $0))["cases"]?.items ?? [] }
    }

    @Test func everyCase() async throws {
        try await World.with(at: "2026-05-03T00:00:00Z") { world in
            let cases = try Self.cases()
            #expect(cases.count >= 160)
            // In groups: each case has a tenant of its own, and the server works on several at once.
            for start in stride(from: 0, to: cases.count, by: 8) {
                try await withThrowingTaskGroup(of: Void.self) { group in
                    for index in start..<min(start + 8, cases.count) {
                        group.addTask { try await run(cases[index], index, try await world.another()) }
                    }
                    try await group.waitForAll()
                }
            }
        }
    }

    private func run(_ vector: Node, _ index: Int, _ world: World) async throws {
        let commitments = vector["commitments"]?.items ?? []
        let document = try AgreementDocument(AgreementYAML.node(Array(Self.agreement(vector, commitments).utf8)))
        try await world.publish(document, service: "it")
        let fees = try #require(vector["fees_minor"]?.amounts)
        try await world.subscribe(plan: "any", fees: fees, currency: "EUR", from: "2020-01-01T00:00:00Z")
        var percents: [String] = []
        var applied = "0"
        for (number, commitment) in commitments.enumerated() {
            let statement = try await settle(document, "c\(number)", commitment, world)
            let claim = try await world.submit(statement, more: "").decode(ClaimResource.self)
            guard claim.verdicts.breach.verdict == .missed else {
                #expect(claim.decision?.refusal == .notMissed, "case \(index)")
                percents.append("0")
                continue
            }
            let amount = claim.verdicts.amount
            percents.append(amount.steps.last { $0.kind == .earned }?.percent?.description ?? "none")
            applied = amount.appliedPercent?.description ?? "none"
            if claim.state == .underReview { _ = try await world.decide(claim.id) }
        }
        let expected = vector["expect"]
        #expect(percents == expected?["credit_percents"]?.items?.compactMap(\.text), "case \(index)")
        #expect(applied == expected?["applied_percent"]?.text, "case \(index)")
        let credits = try await world.send(.GET, "/v1/credits").decode(ListPage<CreditResource>.self).data
        let sum = credits.reduce(Int64(0)) { $0 + $1.remainingMinor }
        #expect(sum == expected?["credit_minor"]?.integer, "case \(index)")
    }

    /// Has the service hear of a statement with that availability.
    private func settle(
        _ document: AgreementDocument, _ id: String, _ commitment: Node, _ world: World
    ) async throws -> StatementID {
        let share = commitment["availability"]?.items ?? []
        let ratio = try #require(Ratio(share[0].integer ?? 0, of: share[1].integer ?? 0))
        let target = try #require(document.commitment(id)).target
        let start = instant("2026-04-10T00:00:00Z")
        let made = try world.statement(
            document, id, at: "2026-04-10T00:00:00Z", down: [Interval(start, start.advanced(by: 86_400 * 15))])
        let text = try PledgeJSON.encodeText(made.resource.settled)
        let fraction = try PledgeJSON.encodeText(ratio)
        let found = try #require(made.resource.availability)
        let other = text.replacing(try PledgeJSON.encodeText(found), with: fraction)
            .replacing(#""verdict":"missed""#, with: #""verdict":"\#(ratio.reaches(target) ? "met" : "missed")""#)
        let resource = try PledgeJSON.decode(StatementResource.self, from: other)
        try #require(resource.availability == ratio)
        try await world.hear(StatementFinal(statement: resource, countedDown: made.down), from: .availability)
        return resource.id
    }

    /// An agreement with the case's schedules, fee base, stacking and cap.
    private static func agreement(_ vector: Node, _ commitments: [Node]) -> String {
        let base = (vector["base"]?.items ?? []).compactMap(\.text).joined(separator: ", ")
        let cap = vector["cap_percent"]?.text.map { "cap: {percent: \"\($0)\", clause: P-3}" } ?? ""
        let stacking = vector["stacking"]?.text ?? "sum"
        let promises = commitments.enumerated().map { number, commitment in
            """
              - {id: c\(number), kind: availability, title: C\(number), clause: P-1, strength: guarantee, services: [it],
                 window: {kind: month}, formula: {rule: excluded_counts_as_up}, unknown_time: excluded,
                 target: "\(target(commitment))", remedy: r\(number)}
            """
        }
        let remedies = commitments.enumerated().map { number, commitment in
            let schedule = commitment["schedule"].map { Node(.map($0.parts.filter { $0.key != "target" })).json } ?? "{}"
            return """
                  - id: r\(number)
                    title: R\(number)
                    clause: P-2
                    schedule: \(schedule)
                    \(cap)
                    stacking: {commitments: \(stacking)}
                    fee_base: {classes: [\(base)], period: affected_window}
                    claim:
                      deadline: {days: 365, from: window_end}
                      channels: [ticket]
                      approval: {required: true}
                      applied_to: next_invoice
                """
        }
        return """
            format: pledge-agreement/1
            key: paper
            title: Paper
            provider: Provider
            edition: "1"
            published: 2026-01-01
            published_as_written: 1 January 2026
            source: a test
            time_zone: UTC
            clauses:
              - {id: P-1, heading: Uptime, text: We are up.}
              - {id: P-2, heading: Credits, text: We pay.}
              - {id: P-3, heading: Limits, text: Not too much.}
            services:
              - {key: it, title: It}
            commitments:
            \(promises.joined(separator: "\n"))
            remedies:
            \(remedies.joined(separator: "\n"))
            declarations:
              - {clause: P-3, title: Limits}
            """
    }

    /// What was promised: the target that the schedule names, or the highest bound of its tiers.
    private static func target(_ commitment: Node) -> String {
        let schedule = commitment["schedule"]
        if let target = schedule?["target"]?.text { return target }
        let bounds = (schedule?["tiers"]?.items ?? []).compactMap { $0["below"]?.text.flatMap { Percent($0) } }
        return bounds.max()?.description ?? "100"
    }
}

extension Node {
    /// The members of an object.
    fileprivate var parts: [Member] {
        if case .map(let members) = value { members } else { [] }
    }

    /// Amounts by name.
    fileprivate var amounts: [String: Int64] {
        Dictionary(parts.compactMap { part in part.node.integer.map { (part.key, $0) } }) { first, _ in first }
    }
}
