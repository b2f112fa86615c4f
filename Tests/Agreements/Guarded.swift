import Chassis
import Contracts
import Foundation
import Postgres
import Terms
import TestSupport
import Testing

@testable import Agreements
@testable import Messaging

/// A tenant with an agreement that asks for notice of reductions, and three customers under it.
struct Guarded {
    /// Thirty days of notice.
    static let rule = """
        changes:
          - clause: A-3
            change: reduction
            title: Reductions need notice
            notice_days: 30
        """

    let base: World
    let agreement: AgreementID
    let offered: ServiceID
    let a: CustomerID
    let b: CustomerID
    let c: CustomerID
    let dates: EffectiveDates
    private let rule: String

    var service: ServiceUnderTest { base.service }
    var tenant: TenantID { base.tenant }

    /// Runs `body` with such a tenant; an empty `rule` asks for no notice.
    static func with(rule: String = Guarded.rule, _ body: (Guarded) async throws -> Void) async throws {
        try await World.with { world in
            let offered = try await world.service()
            let agreement = try await world.agreement()
            let first = try await world.post(agreement, yaml: document("99.9", rule))
            try #require(first.status == 201, "\(first.text)")
            try #require(try await world.publish(agreement, 1).status == 201)
            var customers: [CustomerID] = []
            for key in ["a", "b", "c"] {
                let customer = try await world.customer(key)
                _ = try await world.subscription(of: customer, to: offered, under: agreement)
                customers.append(customer)
            }
            try await body(
                Guarded(
                    base: world, agreement: agreement, offered: offered, a: customers[0], b: customers[1], c: customers[2],
                    dates: EffectiveDates(chassis: world.service.chassis), rule: rule))
        }
    }

    private static func document(_ target: String, _ rule: String) -> String {
        let clause = """
              - id: A-3
                heading: "3"
                text: Reductions are announced thirty days before.
            plans:
            """
        let cited = rule.isEmpty ? "  - clause: A-3\n    title: Changes" : rule
        return Bodies.document(key: "sla").replacing("plans:", with: clause)
            .replacing("target: \"99.9\"", with: "target: \"\(target)\"") + "\n\(cited)\n"
    }

    /// Publishes another version with another target.
    func publish(target: String, from: String = "2026-03-01T00:00:00Z") async throws -> Answer {
        let draft = try await base.post(agreement, yaml: Self.document(target, rule))
        try #require(draft.status == 201, "\(draft.text)")
        let answer = try await base.publish(agreement, try draft.decode(AgreementVersionResource.self).version, from: from)
        try #require(answer.status == 201, "\(answer.text)")
        return answer
    }

    /// Another customer with a subscription.
    func subscriber(_ key: String, from: String) async throws -> CustomerID {
        let customer = try await base.customer(key)
        let body = Bodies.subscription(customer, offered, agreement).replacing("2026-01-01T00:00:00Z", with: from)
        let answer = try await service.send(.POST, "/v1/subscriptions", as: base.admin, json: body)
        try #require(answer.status == 201, "\(answer.text)")
        _ = try await dates.tellDue(at: service.clock.now, limit: 100)
        return customer
    }

    /// Has the service hear of a notice that was given.
    @discardableResult
    func give(
        to customers: [CustomerID], version: Int = 2, at given: String, channel: String = "email"
    ) async throws -> NoticeResource {
        let notice = NoticeResource(
            id: NoticeID(), kind: .changeOfTerms, agreement: agreement, version: version, maintenance: nil, customers: customers,
            channel: channel, givenAt: try #require(Instant(rfc3339: given)), recipient: nil, text: nil,
            textHash: String(repeating: "0", count: 64), recordedBy: "key_test", createdAt: service.clock.now)
        try await tell(notice)
        return notice
    }

    /// Has the service hear of a notice, in a transaction like the subscriber's.
    func tell(_ notice: NoticeResource) async throws {
        let event = try EventEnvelope(
            NoticeGiven(notice: notice), tenant: tenant, subject: notice.id.description, source: .notifications,
            time: service.clock.now)
        try await service.chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            for subscription in service.parts.subscriptions {
                try await subscription.handle([event], transaction)
            }
        }
    }

    /// Moves the clock and has what is due told.
    func move(to instant: String) async throws {
        service.clock.set(try #require(Instant(rfc3339: instant)))
        while try await dates.tellDue(at: service.clock.now, limit: 100) > 0 {}
    }

    /// The types of the events about the agreement.
    func told() async throws -> [String] {
        try await service.told().filter { $0.subject == agreement.description }.map(\.type)
    }

    func get(_ path: String) async throws -> Answer {
        let answer = try await service.send(.GET, "/v1/agreements/\(agreement)/versions\(path)", as: base.admin)
        try #require(answer.status == 200, "\(answer.text)")
        return answer
    }

    /// The versions in force for a customer, or for anybody, at an instant; now unless said otherwise.
    func inForce(_ customer: CustomerID?, _ at: String? = nil) async throws -> [Int] {
        let of = customer.map { "&customer=\($0)" } ?? ""
        return try await get("?at=\(at ?? "\(service.clock.now)")\(of)").decode(ListPage<AgreementVersionResource>.self).data
            .map(\.version)
    }

    /// What a version is to a customer now.
    func standing(_ customer: CustomerID, of version: Int = 2) async throws -> StandingResource {
        let versions = try await get("?customer=\(customer)").decode(ListPage<AgreementVersionResource>.self).data
        return try #require(versions.first { $0.version == version }?.standing)
    }
}
