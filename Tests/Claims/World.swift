import Chassis
import Contracts
import Foundation
import Hosting
import Postgres
import Terms
import TestSupport
import Testing

@testable import Claims

/// A tenant with an agreement and two customers who subscribe under it, known to the service by events.
struct World {
    let service: ServiceUnderTest
    let tenant: TenantID
    let agreement = AgreementID()
    let sold = ServiceID()
    let a = CustomerID()
    let b = CustomerID()

    var admin: Caller { .of(tenant, .admin, principal: "key_admin") }
    var agent: Caller { .of(tenant, .agent, principal: "key_agent") }
    var approver: Caller { .of(tenant, .approver, principal: "key_approver") }
    func member(_ customer: CustomerID? = nil) -> Caller {
        .of(tenant, .member, customer: customer ?? a, principal: "key_member")
    }

    /// Runs `body` with a service that knows one tenant; by default in the middle of May 2026.
    static func with(at start: String = "2026-05-15T00:00:00Z", _ body: (World) async throws -> Void) async throws {
        var options = ServiceUnderTest.Options()
        options.start = instant(start)
        try await ServiceUnderTest.with(.claims, options) { service in
            let world = World(service: service, tenant: TenantID())
            try await world.arrive()
            try await body(world)
        }
    }

    /// Another tenant of the same service.
    func another() async throws -> World {
        let world = World(service: service, tenant: TenantID())
        try await world.arrive()
        return world
    }

    private func arrive() async throws {
        let now = service.clock.now
        let state = TenantState(
            id: tenant, key: "tenant", name: "Tenant", timeZone: "UTC", revision: 1, createdAt: now, updatedAt: now)
        try await hear(TenantCreated(tenant: state), from: .agreements)
        for (id, key) in [(a, "a"), (b, "b")] {
            try await hear(CustomerCreated(customer: .named(key, id, at: now)), from: .agreements)
        }
    }

    /// Has the service hear of something, in a transaction like the subscriber's.
    func hear(_ payload: some EventPayload, from source: ServiceName) async throws {
        try await service.hear(payload, from: source, of: tenant)
    }

    /// One of the demo's agreements, perhaps with other words.
    static func document(_ file: String, replacing: [(String, String)] = []) throws -> AgreementDocument {
        var text = try String(contentsOf: SourceTree.url("deploy/demo/agreements/\(file)"), encoding: .utf8)
        for (part, other) in replacing { text = text.replacing(part, with: other) }
        return try AgreementDocument(AgreementYAML.node(Array(text.utf8)))
    }

    /// Has the service hear of a version of the agreement.
    func publish(
        _ document: AgreementDocument, version: Int = 1, from: String = "2025-11-16T19:00:00Z", service key: String = "cpaas"
    ) async throws {
        let state = AgreementVersionState(
            agreement: agreement, key: document.key, title: document.title, version: version, document: document.node,
            services: [key: sold], publishedAt: service.clock.now, effectiveFrom: instant(from), effectiveUntil: nil)
        try await hear(AgreementPublished(version: state), from: .agreements)
    }

    /// Has a customer subscribe.
    @discardableResult
    func subscribe(
        _ customer: CustomerID? = nil, plan: String = "enterprise", fees: [String: Int64] = ["platform": 10_000_000],
        currency: String = "PKR", trial: Bool = false, from: String = "2026-01-01T00:00:00Z", until: String? = nil,
        attributes: [SubscriptionAttribute] = []
    ) async throws -> SubscriptionState {
        let amounts = fees.compactMapValues { Money(amountMinor: $0, currency: currency) }
        let state = SubscriptionState(
            id: SubscriptionID(), customer: customer ?? a, service: sold, agreement: agreement, agreementVersion: nil, plan: plan,
            currency: currency, fees: amounts, billingAnchorDay: 1, trial: trial, from: instant(from),
            until: until.map { instant($0) }, attributes: attributes, revision: 1, createdAt: service.clock.now,
            updatedAt: service.clock.now)
        try await hear(SubscriptionStarted(subscription: state), from: .agreements)
        return state
    }

    /// Sends a request as somebody.
    func send(
        _ verb: Verb, _ path: String, _ json: String? = nil, as caller: Caller? = nil, ifMatch: String? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        try await service.send(verb, path, as: caller ?? admin, json: json, ifMatch: ifMatch, headers: headers)
    }
}

/// An instant that a test writes down.
func instant(_ text: String) -> Instant {
    guard let instant = Instant(rfc3339: text) else {
        Issue.record("\(text) is no instant")
        return Instant(epochSeconds: 0)
    }
    return instant
}
