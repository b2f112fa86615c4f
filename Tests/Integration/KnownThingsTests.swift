import Contracts
import Foundation
import Hosting
import TestSupport
import Testing

@testable import Chassis
@testable import Claims
@testable import Notifications
@testable import Ticketing

/// The copies that Ticketing, Claims and Notifications keep of what Agreements owns.
@Suite struct KnownThingsTests {
    private static let keepers: [(ServiceName, Set<Known>)] = [
        (.ticketing, Ticketing.AgreementsEvents.known), (.claims, Claims.AgreementsEvents.known),
        (.notifications, Notifications.AgreementsEvents.known),
    ]

    @Test func copiesFollowTheirOriginalsAndLeaveWithTheTenant() async throws {
        let provider = try await Provider.make("copied")
        let installation = provider.installation
        let customer = try await provider.id("/v1/customers", #"{"key": "initech", "name": "Initech"}"#)
        let members = "/v1/customers/\(customer)/members"
        let member = try await provider.id(members, #"{"name": "Bill", "email": "bill@initech.example", "role": "owner"}"#)
        let gone = try await provider.id(members, #"{"name": "Tom", "email": "tom@initech.example", "role": "member"}"#)
        let service = try await provider.id(
            "/v1/services",
            #"{"key": "cpaas", "name": "C", "components": [{"key": "api", "source": {"kind": "declared"}}, {"key": "sms", "source": {"kind": "declared"}}, {"key": "voice", "source": {"kind": "declared"}}, {"key": "whatsapp", "source": {"kind": "declared"}}, {"key": "email", "source": {"kind": "declared"}}], "tree": {"all": [{"component": "api"}, {"component": "sms"}, {"component": "voice"}, {"component": "whatsapp"}, {"component": "email"}]}}"#
        )
        _ = try await provider.id(
            "/v1/calendars", #"{"key": "office", "name": "Office", "time_zone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}}"#)
        let agreement = try await provider.publish("zecto.yaml")
        let plan = try #require(
            try await provider.read("/v1/agreements/\(agreement)/versions/1")["document", "plans", "0", "key"]?.text)
        let subscription = try await provider.id(
            "/v1/subscriptions",
            #"{"customer": "\#(customer)", "service": "\#(service)", "agreement": "\#(agreement)", "plan": "\#(plan)", "currency": "PKR", "from": "2026-01-01T00:00:00Z"}"#
        )
        try await installation.send(.DELETE, "\(members)/\(gone)", key: provider.admin, headers: ["if-match": "\"v1\""])
        try await installation.send(
            .PUT, "/v1/customers/\(customer)", key: provider.admin, json: #"{"key": "initech", "name": "Initech Ltd"}"#,
            headers: ["if-match": "\"v1\""])

        let expected: [Known: [String]] = [
            .tenants: [provider.tenant.description], .customers: [customer], .members: [member], .services: [service],
            .agreements: [agreement], .subscriptions: [subscription],
        ]
        for (keeper, known) in Self.keepers {
            let database = try #require(installation.databases[keeper])
            // The change of the customer is the last that happened: when it is there, so is everything before it.
            _ = try await eventually("\(keeper.rawValue) knows the customer's new name") {
                try await Self.rows(.customers, "state ->> 'name'", provider.tenant, database) == ["Initech Ltd"] ? true : nil
            }
            for thing in known {
                let ids = try await Self.rows(thing, "coalesce(state ->> 'id', state ->> 'agreement')", provider.tenant, database)
                if let wanted = expected[thing] { #expect(ids == wanted, "\(keeper.rawValue): \(thing.rawValue)") }
                #expect(ids.count == 1, "\(keeper.rawValue): \(thing.rawValue)")
            }
            for thing in known where thing == .agreements {
                let document = try await Self.rows(thing, "state -> 'document' ->> 'key'", provider.tenant, database)
                #expect(document == ["zecto-sla"])
            }
        }

        try await installation.send(
            .DELETE, "/v1/tenants/\(provider.tenant)", key: installation.operatorKey, headers: ["if-match": "\"v1\""])
        for (keeper, known) in Self.keepers {
            let database = try #require(installation.databases[keeper])
            for thing in known {
                _ = try await eventually("\(keeper.rawValue) forgets its \(thing.rawValue)") {
                    try await Self.rows(thing, "id::text", provider.tenant, database).isEmpty ? true : nil
                }
            }
        }
    }

    private static func rows(_ thing: Known, _ column: String, _ tenant: TenantID, _ database: TestDatabase) async throws
        -> [String]
    {
        try await database.admin().run("select \(column) from \(thing.table) where tenant_id = '\(tenant.uuid)' order by 1")
            .compactMap(\.[0])
    }
}
