import Chassis
import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Messaging
@testable import Notifications

extension World {
    /// The service that the customers subscribe to.
    static let service = ServiceID()

    /// Runs `body` with a service that mails to a real server.
    static func mailing(_ body: (World, MailCatcher) async throws -> Void) async throws {
        let catcher = try await MailCatcher()
        defer { catcher.stop() }
        var options = ServiceUnderTest.Options()
        options.settings = [
            "PLEDGE_SMTP_URL": try await catcher.url(), "PLEDGE_SMTP_SENDER": "notices@zecto.example",
            "PLEDGE_SMTP_ENCRYPTION": "none",
        ]
        options.runsBackground = true
        try await World.with(options) { world in
            let tenant = TenantState(
                id: world.tenant, key: "zecto", name: "Zecto ☎", timeZone: "Asia/Karachi", revision: 1,
                createdAt: world.service.clock.now, updatedAt: world.service.clock.now)
            try await world.hear(TenantCreated(tenant: tenant), from: .agreements)
            try await body(world, catcher)
        }
    }

    /// A customer has a member.
    func member(_ email: String, of customer: CustomerID? = nil, zone: String? = nil) async throws -> MemberID {
        let now = service.clock.now
        let member = MemberState(
            id: MemberID(), customer: customer ?? a, name: "M", email: email, role: .owner, timeZone: zone, revision: 1,
            createdAt: now, updatedAt: now)
        try await hear(MemberCreated(member: member), from: .agreements)
        return member.id
    }

    /// A customer subscribes to the service.
    func subscribe(_ customer: CustomerID? = nil, until: Instant? = nil) async throws {
        let now = service.clock.now
        let subscription = SubscriptionState(
            id: SubscriptionID(), customer: customer ?? a, service: World.service, agreement: agreement, agreementVersion: nil,
            plan: "enterprise", currency: "PKR", fees: [:], billingAnchorDay: 1, trial: false, from: now, until: until,
            revision: 1, createdAt: now, updatedAt: now)
        try await hear(SubscriptionStarted(subscription: subscription), from: .agreements)
    }

    /// Maintenance of the service is announced, a day ahead unless it is said.
    @discardableResult
    func announce(_ title: String = "Works", in seconds: Int64 = 86_400) async throws -> MaintenanceResource {
        let now = service.clock.now
        let from = now.advanced(by: seconds)
        let works = MaintenanceResource(
            id: MaintenanceID(), service: World.service, serviceKey: "cpaas", components: ["sms"], kind: .scheduled, from: from,
            to: from.advanced(by: 7200), title: title, announcedAt: now, proof: nil, state: .announced, covered: [],
            announcedBy: "key_x", version: 1, createdAt: now, updatedAt: now)
        try await hear(MaintenanceAnnounced(maintenance: works), from: .availability)
        return works
    }

    /// Says how a member wants to be told, as the admin or as somebody else.
    @discardableResult
    func prefer(_ member: MemberID, _ json: String, as caller: Caller? = nil, ifMatch: String = "\"v0\"") async throws -> Answer {
        try await service.send(.PUT, "/v1/preferences/\(member)", as: caller ?? admin, json: json, ifMatch: ifMatch)
    }

    /// What the service has told, of a type.
    func told<Payload: EventPayload>(_ type: Payload.Type) async throws -> [Payload] {
        try await service.told().filter { $0.type == Payload.type }.map { try $0.payload(Payload.self) }
    }
}
