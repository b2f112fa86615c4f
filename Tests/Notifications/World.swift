import Chassis
import Contracts
import Foundation
import Postgres
import Terms
import TestSupport
import Testing

@testable import Messaging
@testable import Notifications

/// A tenant with a published version, maintenance and two customers, known to the service by events.
struct World {
    let service: ServiceUnderTest
    let tenant: TenantID
    let agreement = AgreementID()
    let maintenance = MaintenanceID()
    let a = CustomerID()
    let b = CustomerID()

    var admin: Caller { .admin(of: tenant) }

    /// Runs `body` with a service that knows one tenant.
    static func with(
        _ options: ServiceUnderTest.Options = ServiceUnderTest.Options(), _ body: (World) async throws -> Void
    ) async throws {
        try await ServiceUnderTest.with(.notifications, options) { service in
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
        for (id, key) in [(a, "a"), (b, "b")] {
            let customer = CustomerState(
                id: id, key: key, name: key, timeZone: nil, contactEmail: nil, revision: 1, createdAt: now, updatedAt: now)
            try await hear(CustomerCreated(customer: customer), from: .agreements)
        }
        let version = AgreementVersionState(
            agreement: agreement, key: "sla", title: "SLA", version: 2, document: Node(.map([])), services: [:],
            publishedAt: now, effectiveFrom: now, effectiveUntil: nil)
        try await hear(AgreementPublished(version: version), from: .agreements)
        let works = MaintenanceResource(
            id: maintenance, service: ServiceID(), serviceKey: "cpaas", components: nil, kind: .scheduled, from: now,
            to: now.advanced(by: 3600), title: "Works", announcedAt: now, proof: nil, state: .announced, covered: [],
            announcedBy: "key_x", version: 1, createdAt: now, updatedAt: now)
        try await hear(MaintenanceAnnounced(maintenance: works), from: .availability)
    }

    /// Has the service hear of something, in a transaction like the subscriber's.
    @discardableResult
    func hear(_ payload: some EventPayload, from source: ServiceName) async throws -> EventEnvelope {
        let event = try EventEnvelope(payload, tenant: tenant, subject: "subject", source: source, time: service.clock.now)
        try await hear(event)
        return event
    }

    /// Has the service hear of an event, perhaps again.
    func hear(_ event: EventEnvelope) async throws {
        try await service.chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            for subscription in service.parts.subscriptions where subscription.producer == event.source {
                try await subscription.handle([event], transaction)
            }
        }
    }

    /// A notice that is right.
    func body(_ customers: [CustomerID]? = nil, more: String = #""text":"From April on""#) -> String {
        let told = (customers ?? [a]).map { "\"\($0)\"" }.joined(separator: ",")
        return #"""
            {"kind":"change_of_terms","agreement":"\#(agreement)","version":2,"customers":[\#(told)],"channel":"email",
             "given_at":"2026-02-28T12:00:00Z","recipient":"legal@a.example",\#(more)}
            """#
    }

    /// Records a notice as the admin, or as somebody else.
    func record(_ json: String, as caller: Caller? = nil, headers: [String: String] = [:]) async throws -> Answer {
        try await service.send(.POST, "/v1/notices", as: caller ?? admin, json: json, headers: headers)
    }

    /// Reads as the admin, or as somebody else.
    func list(_ query: String = "", as caller: Caller? = nil) async throws -> [NoticeResource] {
        let answer = try await service.send(.GET, "/v1/notices\(query)", as: caller ?? admin)
        try #require(answer.status == 200, "\(answer.text)")
        return try answer.decode(ListPage<NoticeResource>.self).data
    }
}
