import Chassis
import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Agreements

@Suite struct TenantTests {
    @Test func anOperatorMakesATenantAndItsFirstKeyWorks() async throws {
        try await ServiceUnderTest.with(.agreements) { service in
            let send = {
                try await service.send(
                    .POST, "/v1/tenants", as: .platformOperator,
                    json: #"{"key": "zecto", "name": "Zecto", "time_zone": "Asia/Karachi"}"#, headers: ["idempotency-key": "t1"])
            }
            let answer = try await send()
            #expect(answer.status == 201)
            #expect(answer.headers["etag"] == "\"v1\"")
            let tenant = try answer.decode(TenantResource.self)
            #expect(tenant.timeZone == "Asia/Karachi")
            let key = try #require(tenant.apiKey)
            #expect(key.roles == [.admin])
            let secret = try #require(key.secret)
            let token = try await service.send(.POST, "/v1/tokens", headers: ["authorization": "Bearer \(secret)"])
                .decode(TokenResource.self)
            let made = try await service.send(
                .POST, "/v1/customers", json: #"{"key": "initech", "name": "Initech"}"#,
                headers: ["authorization": "Bearer \(token.accessToken)"])
            #expect(made.status == 201)

            // The repeat gives the same tenant and the same key, and makes nothing.
            #expect(try await send().decode(TenantResource.self) == tenant)
            let list = try await service.send(.GET, "/v1/tenants", as: .platformOperator)
            #expect(try list.decode(ListPage<TenantResource>.self).data.map(\.id) == [tenant.id])

            let told = try await service.told()
            #expect(told.map(\.type) == [TenantCreated.type, CustomerCreated.type])
            #expect(told.map(\.tenant) == [tenant.id, tenant.id])
            #expect(try told[0].payload(TenantCreated.self).tenant.key == "zecto")
        }
    }

    @Test func keysOfTenantsAreUnique() async throws {
        try await World.with { world in
            for key in ["acme-telecom", "platform"] {
                let answer = try await world.service.send(
                    .POST, "/v1/tenants", as: .platformOperator, json: #"{"key": "\#(key)", "name": "Again"}"#)
                #expect(answer.status == 409)
                #expect(try answer.problem().slug == "taken")
            }
        }
    }

    @Test func theLanguageIsToldAndGoesWithoutBeingSaid() async throws {
        try await World.with { world in
            let path = "/v1/tenants/\(world.tenant)"
            for (version, said, language) in [(1, #","language":"nl""#, PreferenceResource.Language.nl), (2, "", nil)] {
                let answer = try await world.service.send(
                    .PUT, path, as: .platformOperator, json: #"{"name":"Acme","time_zone":"UTC"\#(said)}"#,
                    ifMatch: "\"v\(version)\"")
                #expect(answer.status == 200, "\(answer.text)")
                #expect(try answer.decode(TenantResource.self).language == language)
                let told = try await world.service.told().last { $0.type == TenantChanged.type }
                #expect(try told?.payload(TenantChanged.self).tenant.language == language)
            }
            let wrong = try await world.service.send(
                .PUT, path, as: .platformOperator, json: #"{"name":"Acme","time_zone":"UTC","language":"tlh"}"#,
                ifMatch: "\"v3\"")
            #expect(wrong.status == 422)
        }
    }

    @Test func samplesAreKeptForAsLongAsIsSaid() async throws {
        try await World.with { world in
            let path = "/v1/tenants/\(world.tenant)"
            let changes: [(Int, String, Int32?)] = [(1, #","sample_retention_days":400"#, 400), (2, "", nil)]
            for (version, said, days) in changes {
                let answer = try await world.service.send(
                    .PUT, path, as: .platformOperator, json: #"{"name":"Acme","time_zone":"UTC"\#(said)}"#,
                    ifMatch: "\"v\(version)\"")
                #expect(answer.status == 200, "\(answer.text)")
                #expect(try answer.decode(TenantResource.self).sampleRetentionDays == days)
                let told = try await world.service.told().last { $0.type == TenantChanged.type }
                #expect(try told?.payload(TenantChanged.self).tenant.sampleRetentionDays == days)
            }
            let wrong = try await world.service.send(
                .PUT, path, as: .platformOperator, json: #"{"name":"Acme","time_zone":"UTC","sample_retention_days":89}"#,
                ifMatch: "\"v3\"")
            #expect(wrong.status == 422)
        }
    }

    @Test func aTenantChangesUnderIfMatch() async throws {
        try await World.with { world in
            let path = "/v1/tenants/\(world.tenant)"
            let body = #"{"name": "Acme", "time_zone": "Europe/Amsterdam"}"#
            let send = { (tag: String?) in
                try await world.service.send(.PUT, path, as: .platformOperator, json: body, ifMatch: tag)
            }
            #expect(try await send(nil).status == 428)
            #expect(try await send("\"v7\"").status == 412)
            let changed = try await send("\"v1\"")
            #expect(changed.status == 200)
            #expect(changed.headers["etag"] == "\"v2\"")
            #expect(changed.at("time_zone") == "Europe/Amsterdam")
            #expect(try await world.service.told().map(\.type).last == TenantChanged.type)
        }
    }

    @Test func nothingOfADeletedTenantStays() async throws {
        try await World.with { world in
            _ = try await world.full()
            let other = try await world.another()
            let kept = try await other.customer()
            let path = "/v1/tenants/\(world.tenant)"
            #expect(try await world.service.send(.DELETE, path, as: .platformOperator).status == 428)
            let answer = try await world.service.send(.DELETE, path, as: .platformOperator, ifMatch: "\"v1\"")
            #expect(answer.status == 204)
            #expect(try await world.service.send(.GET, path, as: .platformOperator).status == 404)
            let event = try #require(try await world.service.told().last)
            #expect(try event.payload(TenantDeleted.self).id == world.tenant)
            #expect(event.tenant == world.tenant)

            // Every table with rows of tenants, whichever they are; the outbox must still tell of the end.
            let admin = try await world.service.database.admin()
            let tables = try await admin.run(
                """
                select c.table_name from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
                where c.table_schema = 'public' and c.column_name = 'tenant_id' and t.table_type = 'BASE TABLE'
                    and c.table_name not like 'outbox%'
                """)
            #expect(tables.count >= 10)
            for table in tables.compactMap(\.[0]) {
                let rows = try await admin.run("select count(*) from \(table) where tenant_id = '\(world.tenant.uuid)'")
                #expect(rows == [["0"]], "\(table)")
            }
            #expect(try await other.service.send(.GET, "/v1/customers/\(kept)", as: other.admin).status == 200)
            // A token that outlives its tenant brings nothing back.
            for (path, body) in [
                ("customers", #"{"key": "ghost", "name": "Ghost"}"#), ("services", Bodies.service("ghost")),
                ("calendars", Bodies.calendar("ghost")), ("agreements", #"{"key": "ghost", "title": "Ghost"}"#),
                ("api-keys", #"{"name": "ghost", "roles": ["admin"]}"#),
            ] {
                let ghost = try await world.service.send(.POST, "/v1/\(path)", as: world.admin, json: body)
                #expect(ghost.status == 401, "\(path): \(ghost.text)")
            }
        }
    }

    @Test func thePlatformsOwnTenantIsOutOfReach() async throws {
        try await World.with { world in
            let path = "/v1/tenants/\(TenantID.platform)"
            #expect(try await world.service.send(.GET, path, as: .platformOperator).status == 404)
            #expect(try await world.service.send(.DELETE, path, as: .platformOperator, ifMatch: "*").status == 404)
            let put = try await world.service.send(.PUT, path, as: .platformOperator, json: #"{"name": "x"}"#, ifMatch: "*")
            #expect(put.status == 404)
        }
    }

    @Test func onlyOperatorsSeeTenants() async throws {
        try await World.with { world in
            for role in Role.allCases where role != .operator {
                let caller = Caller.of(world.tenant, role, customer: role.isCustomerBound ? CustomerID() : nil)
                for path in ["/v1/tenants", "/v1/tenants/\(world.tenant)"] {
                    let answer = try await world.service.send(.GET, path, as: caller)
                    #expect(answer.status == 403, "\(path) as \(role)")
                }
            }
        }
    }
}
