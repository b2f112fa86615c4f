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

extension World {
    /// A statement as Availability makes it: a window of a commitment with outages that all count.
    func statement(
        _ document: AgreementDocument, _ commitment: String? = nil, at: String, down: [Interval], revision: Int = 1,
        version: Int = 1, id: StatementID = StatementID(), of customer: CustomerID? = nil
    ) throws -> (resource: StatementResource, down: CountedDowntime) {
        let promise = try #require(commitment.map { document.commitment($0) } ?? document.commitments.first)
        let window = Window.containing(instant(at), kind: promise.window, zone: document.zone)
        let evaluated = StatementEvaluation.evaluate(
            commitment: promise, document: document, service: promise.services[0], tree: .component("it"), window: window,
            facts: StatementFacts(components: ["it": Condition(down: IntervalSet(down))]), asOf: window.interval.end)
        let resource = StatementResource(
            id: id, revision: revision, state: .provisional, reason: "window_ended", agreement: agreement,
            agreementVersion: version, customer: customer, subscription: customer.map { _ in SubscriptionID() }, service: sold,
            statement: evaluated, interpretations: document.interpretations)
        return (resource, CountedDowntime(evaluated.countedDown))
    }
}

extension World {
    /// Has the service hear that a statement has settled.
    @discardableResult
    func settle(
        _ document: AgreementDocument, _ commitment: String? = nil, at: String = "2026-04-10T00:00:00Z",
        minutes: Int64, revision: Int = 1, version: Int = 1, id: StatementID = StatementID()
    ) async throws -> StatementResource {
        let made = try outage(document, commitment, at: at, seconds: minutes * 60, revision: revision, version: version, id: id)
        try await hear(
            StatementFinal(statement: made.resource.settled, countedDown: made.down), from: .availability)
        return made.resource.settled
    }

    /// Has the service hear that a statement which has settled was restated.
    func restate(_ document: AgreementDocument, _ statement: StatementResource, minutes: Int64) async throws {
        let made = try outage(
            document, statement.commitment, at: "2026-04-10T00:00:00Z", seconds: minutes * 60,
            revision: statement.revision + 1, version: statement.agreementVersion, id: statement.id)
        try await hear(StatementRestated(statement: made.resource.settled, countedDown: made.down), from: .availability)
    }

    private func outage(
        _ document: AgreementDocument, _ commitment: String?, at: String, seconds: Int64, revision: Int, version: Int,
        id: StatementID
    ) throws -> (resource: StatementResource, down: CountedDowntime) {
        let start = instant(at)
        let down = seconds > 0 ? [Interval(start, start.advanced(by: seconds))] : []
        return try statement(document, commitment, at: at, down: down, revision: revision, version: version, id: id)
    }

    /// Zecto's agreement in force, a customer under it, and an April that missed it.
    func april(
        minutes: Int64 = 450, fees: [String: Int64] = ["platform": 10_000_000, "usage": 90_000_000]
    ) async throws -> (document: AgreementDocument, statement: StatementResource) {
        let document = try World.document("zecto.yaml")
        try await publish(document)
        try await subscribe(fees: fees)
        return (document, try await settle(document, minutes: minutes))
    }

    /// The only claim of a list.
    func claim(_ query: String = "", as caller: Caller? = nil) async throws -> ClaimResource {
        let claims = try await claims(query, as: caller)
        try #require(claims.count == 1, "\(claims.map(\.state))")
        return claims[0]
    }

    /// A list of claims.
    func claims(_ query: String = "", as caller: Caller? = nil) async throws -> [ClaimResource] {
        let answer = try await send(.GET, "/v1/claims\(query)", as: caller)
        try #require(answer.status == 200, "\(answer.text)")
        return try answer.decode(ListPage<ClaimResource>.self).data
    }

    /// Claims for a statement, with what Zecto asks for.
    func submit(
        _ statement: StatementID, as caller: Caller? = nil, more: String = World.times, expecting status: Int = 201
    ) async throws -> Answer {
        let answer = try await send(
            .POST, "/v1/claims", #"{"statement": "\#(statement)"\#(more)}"#, as: caller ?? member())
        try #require(answer.status == status, "\(answer.text)")
        return answer
    }

    /// What Zecto asks for.
    static let times = #"""
        , "outages": [{"from": "2026-04-10T00:00:00Z", "to": "2026-04-10T08:00:00Z"}],
        "evidence": [{"requirement": "Specific dates and times of service unavailability",
          "text": "10 April, 05:00 to 13:00 in Karachi"}]
        """#

    /// Answers a claim.
    func decide(
        _ claim: ClaimID, _ decision: String = "approved", as caller: Caller? = nil, more: String = "",
        expecting status: Int = 200
    ) async throws -> Answer {
        let answer = try await send(
            .POST, "/v1/claims/\(claim)/decision", #"{"decision": "\#(decision)", "reason": "Measured so."\#(more)}"#,
            as: caller ?? approver)
        try #require(answer.status == status, "\(answer.text)")
        return answer
    }

    /// The credit of an approved claim.
    func credit(_ claim: ClaimResource) async throws -> CreditResource {
        try await send(.GET, "/v1/credits/\(try #require(claim.credit))").decode(CreditResource.self)
    }

    /// The types of the events that the service told, in short: `claim.drafted`.
    func told() async throws -> [String] {
        try await service.told().filter { $0.tenant == tenant }.map {
            $0.type.split(separator: ".").dropFirst(2).dropLast().joined(separator: ".")
        }
    }
}
