import Foundation
import Testing

@testable import Terms

/// Zecto's agreement, as the demo ships it: whole, cited, and nothing dropped.
@Suite struct ZectoTests {
    private let document: AgreementDocument

    init() throws {
        document = try Demo.document("zecto")
    }

    @Test func hasEveryClause() {
        let rows = [
            "S2-1", "S2-2.1", "S2-2.2", "S2-2.3a", "S2-2.3b", "S2-2.3c", "S2-2.4a", "S2-2.4b", "S2-2.4c", "S2-2.4d", "S2-2.4e",
            "S2-2.4f", "S2-2.4g", "S2-3.1", "S2-3.2", "S2-3.3", "S2-3.4", "S2-4.1a", "S2-4.1b", "S2-4.2", "S2-5.1", "S2-5.2",
            "S2-5.3a", "S2-5.3b", "S2-5.3c", "S2-5.3d", "S2-5.3e", "S2-5.4", "S2-6.1", "S2-6.2", "S2-7.1", "S2-7.2", "S2-8.1",
            "S2-8.2", "S2-8.3", "S2-9.1", "S2-9.2", "S2-10.1", "S2-10.2", "S2-10.3",
        ]
        for row in rows { #expect(document.clause(row) != nil, "\(row)") }
    }

    @Test func whatIsNotEvaluatedIsListed() throws {
        let left = Dictionary(grouping: document.notEvaluated, by: \.kind)
        #expect(left[.objective] == nil && document.objectives.count == 12)
        #expect(left[.publication]?.count == 3)
        #expect(left[.report]?.count == 1)
        #expect(left[.history]?.count == 1)
        #expect(left[.declaration]?.count == 7)
        #expect(left[.softCondition]?.map(\.clause) == ["S2-2.4a"])
        // What services go by is not among them: support, claims, credits, changes of the agreement.
        #expect(Set(left.keys) == [.publication, .report, .history, .declaration, .softCondition])
        let usual = try #require(left[.softCondition]?.first)
        #expect(usual.path == "#/exclusions/0/usual_hours")
    }

    @Test func everyClauseIsEvaluatedOrListed() {
        var placed = Set(document.notEvaluated.map(\.clause))
        placed.formUnion(document.commitments.flatMap { [$0.clause, $0.windowClause, $0.formulaClause] })
        placed.formUnion(document.objectives.map(\.clause))
        placed.formUnion(document.downtime.map(\.clause))
        placed.formUnion(document.exclusions.map(\.clause))
        placed.formUnion(document.remedies.flatMap { [$0.clause, $0.scheduleClause, $0.capClause ?? ""] })
        placed.formUnion(document.support.flatMap { [$0.clause] + $0.targets.map(\.clause) } + document.priorities.map(\.clause))
        placed.formUnion(document.remedies.flatMap { $0.conditions.map(\.clause) + $0.notFor.map(\.clause) })
        placed.formUnion(document.remedies.flatMap { [$0.feeBase?.clause, $0.payout?.clause].compactMap { $0 } })
        placed.formUnion(
            document.remedies.compactMap(\.claim).flatMap { [$0.clause, $0.deadlineClause, $0.approvalClause] })
        placed.formUnion(document.changes.map(\.clause))
        for clause in document.clauses { #expect(placed.contains(clause.id), "\(clause.id)") }
    }

    @Test func theCommitmentReadsAsWritten() throws {
        let uptime = try #require(document.commitment("uptime"))
        #expect(uptime.target == Percent("99.9"))
        #expect(uptime.window == .month)
        #expect(uptime.strength == .guarantee)
        #expect(document.zone.name == "Asia/Karachi")
        let rules = document.rules(for: uptime, service: "cpaas")
        #expect(
            rules
                == AvailabilityRules(
                    formula: .excludedCountsAsUp, unknownPolicy: .excluded, scheduledNoticeSeconds: 172_800,
                    emergencyCapSeconds: 3600, emergencyCapCounts: .downtime))
        #expect(document.commitments(for: "cpaas", plan: "enterprise") == [uptime])
        #expect(document.commitments(for: "other").isEmpty)
    }

    @Test func supportHoursCountAsWritten() throws {
        let hours = try #require(document.calendars["business-hours"])
        // Critical, opened on Friday 17:30 PKT: due on Monday 10:30.
        #expect(try hours.due(2 * 3600, after: at("2026-03-13T17:30:00+05:00")) == (try at("2026-03-16T10:30:00+05:00")))
        // Low, opened on Monday at nine: 24 hours are two days and six hours of nine.
        #expect(try hours.due(24 * 3600, after: at("2026-03-16T09:00:00+05:00")) == (try at("2026-03-18T15:00:00+05:00")))
    }

    @Test func travelsAsJSON() throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let decoded = try decoder.decode(AgreementDocument.self, from: encoder.encode(document))
        #expect(decoded == document)
        #expect(decoded.clauses == document.clauses)
        #expect(decoded.objectives == document.objectives)
        #expect(decoded.interpretations == document.interpretations)
        #expect(decoded.notEvaluated == document.notEvaluated)
        #expect(try AgreementDocument(Node(json: document.node.json.utf8)) == document)
    }
}
