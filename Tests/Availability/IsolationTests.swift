import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// Tenants cannot see each other, customers see what they subscribe to, and a tenant that leaves leaves nothing.
@Suite struct IsolationTests {
    private struct Things {
        let service: ServiceState
        let outage: OutageID
        let maintenance: MaintenanceID
        let exclusion: ExclusionID
        let statement: StatementID
        let agreement: AgreementID
    }

    private func fill(_ world: World) async throws -> Things {
        let service = try await world.defineDeclared()
        let agreement = try await world.publish("zecto.yaml", [service])
        try await world.measure([world.outage("n1", "api", "2026-03-20T10:00:00Z", "2026-03-20T12:00:00Z")])
        let maintenance = try await world.post(
            "/v1/maintenance",
            #"{"service":"cpaas","kind":"emergency","from":"2026-03-20T10:00:00Z","to":"2026-03-20T11:00:00Z","title":"Work"}"#,
            as: world.agent
        ).decode(MaintenanceResource.self).id
        let exclusion = try await world.post(
            "/v1/exclusions",
            #"{"service":"cpaas","ground":"ddos","from":"2026-03-20T10:00:00Z","to":"2026-03-20T11:00:00Z","evidence":"e","reason":"r"}"#,
            as: world.agent
        ).decode(ExclusionResource.self).id
        let outages = try await world.get("/v1/outages").decode(ListPage<OutageResource>.self).data
        let statement = try await world.statement("service=cpaas&month=2026-03").id
        return Things(
            service: service, outage: try #require(outages.first).id, maintenance: maintenance, exclusion: exclusion,
            statement: statement, agreement: agreement)
    }

    @Test func anotherTenantsThingsDoNotExist() async throws {
        try await World.with { world in
            let things = try await fill(world)
            let stranger = try await world.another()
            let before = try await fingerprint(world)
            let change = #"{"from":"2026-03-20T10:00:00Z","to":"2026-03-20T10:30:00Z","title":"Mine"}"#
            let decision = #"{"decision":"approved","reason":"mine"}"#
            let requests: [(Verb, String, Caller, String?)] = [
                (.GET, "/v1/outages/\(things.outage)", stranger.admin, nil),
                (.GET, "/v1/outages?service=cpaas", stranger.admin, nil),
                (.GET, "/v1/outages?service=\(things.service.id)", stranger.admin, nil),
                (.GET, "/v1/maintenance/\(things.maintenance)", stranger.admin, nil),
                (.PUT, "/v1/maintenance/\(things.maintenance)", stranger.admin, change),
                (.DELETE, "/v1/maintenance/\(things.maintenance)", stranger.admin, nil),
                (.GET, "/v1/maintenance?service=\(things.service.id)", stranger.admin, nil),
                (.GET, "/v1/exclusions/\(things.exclusion)", stranger.admin, nil),
                (.GET, "/v1/exclusions?service=\(things.service.id)", stranger.admin, nil),
                (.POST, "/v1/exclusions/\(things.exclusion)/decision", stranger.approver, decision),
                (.GET, "/v1/statements/\(things.statement)", stranger.admin, nil),
                (.GET, "/v1/statements/\(things.statement)/revisions", stranger.admin, nil),
                (.GET, "/v1/statements/\(things.statement)/explanation", stranger.admin, nil),
                (.GET, "/v1/statements?service=\(things.service.id)", stranger.admin, nil),
                (.GET, "/v1/budgets?service=\(things.service.id)", stranger.admin, nil),
                (.GET, "/v1/objectives?service=\(things.service.id)", stranger.admin, nil),
                (
                    .GET, "/v1/availability?service=\(things.service.id)&from=2026-03-01T00:00:00Z&to=2026-03-02T00:00:00Z",
                    stranger.admin, nil
                ),
            ]
            for (verb, path, caller, json) in requests {
                let answer = try await world.service.send(
                    verb, path, as: caller, json: json, ifMatch: verb == .GET ? nil : "\"v1\"")
                #expect(answer.status == 404, "\(verb) \(path): \(answer.text)")
            }
            for path in ["/v1/outages", "/v1/maintenance", "/v1/exclusions", "/v1/statements", "/v1/budgets", "/v1/objectives"] {
                #expect(try await stranger.get(path)["data"]?.json == "[]", "\(path)")
            }
            let foreign = #"{"measurements":[\#(world.outage("n1", "api", "2026-03-21T10:00:00Z", nil))]}"#
            let answer = try await world.service.send(.POST, "/v1/measurements", as: stranger.sender, json: foreign)
            #expect(answer["accepted"]?.json == "0" && answer["unknown"]?.json == "1")
            #expect(try await fingerprint(world) == before)
        }
    }

    @Test func customersSeeWhatTheySubscribeTo() async throws {
        try await World.with { world in
            let things = try await fill(world)
            let customer = CustomerID()
            let member = Caller.of(world.tenant, .member, customer: customer)
            for path in ["/v1/outages", "/v1/maintenance", "/v1/statements?month=2026-03"] {
                #expect(try await world.get(path, as: member)["data"]?.json == "[]")
            }
            #expect(try await world.service.send(.GET, "/v1/statements/\(things.statement)", as: member).status == 404)
            #expect(try await world.service.send(.GET, "/v1/exclusions", as: member).status == 403)
            let subscription = SubscriptionState(
                id: SubscriptionID(), customer: customer, service: things.service.id, agreement: things.agreement,
                agreementVersion: nil, plan: "standard", currency: "PKR", fees: [:], billingAnchorDay: 1, trial: false,
                from: instant("2026-01-01T00:00:00Z"), until: nil, revision: 1, createdAt: world.service.clock.now,
                updatedAt: world.service.clock.now)
            try await world.tell(SubscriptionStarted(subscription: subscription))
            #expect(try await world.get("/v1/statements/\(things.statement)", as: member).status == 200)
            #expect(try await world.get("/v1/outages/\(things.outage)", as: member).status == 200)
            #expect(try await world.get("/v1/maintenance/\(things.maintenance)", as: member).status == 200)
        }
    }

    @Test func aTenantThatLeavesLeavesNothing() async throws {
        try await World.with { world in
            _ = try await fill(world)
            let other = try await world.another()
            _ = try await fill(other)
            let kept = try await fingerprint(other)
            try await world.measure([world.outage("n9", "api", "2026-04-20T10:00:00Z", nil)])
            try await world.tell(TenantDeleted(id: world.tenant, deletedAt: world.service.clock.now))
            let admin = try await world.service.database.admin()
            let tables = try await admin.run(
                "select table_name from information_schema.columns where column_name = 'tenant_id' and table_schema = 'public'")
            for row in tables {
                guard let table = row[0], !table.hasPrefix("outbox") else { continue }
                let count = try await admin.run("select count(*) from \(table) where tenant_id = '\(world.tenant.uuid)'")
                #expect(count[0][0] == "0", "\(table)")
            }
            #expect(try await fingerprint(other) == kept)
        }
    }

    /// Everything that a tenant has, to be compared.
    private func fingerprint(_ world: World) async throws -> [String] {
        let admin = try await world.service.database.admin()
        var found: [String] = []
        for table in TenantStore.tables.sorted() {
            let rows = try await admin.run("select t::text from \(table) t where tenant_id = '\(world.tenant.uuid)' order by 1")
            found += rows.map { "\(table) \($0[0] ?? "")" }
        }
        return found
    }
}
