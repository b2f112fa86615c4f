import Foundation
import Hosting
import Postgres
import Testing

/// Row level security in the same round trip.
struct TenantTests {
    @Test func eachTenantSeesItsOwnRowsOnSharedConnections() async throws {
        try await Fixture.with(setup: tenantTable, configure: { $0.connections = 2 }) { fixture in
            let client = fixture.client
            let tenants = (0..<8).map { _ in UUID() }
            try await withThrowingTaskGroup { group in
                for (number, tenant) in tenants.enumerated() {
                    for id in 0..<20 {
                        group.addTask {
                            try await client.query(
                                "insert into notes (id, text) values (\(id), \("of \(number)"))", tenant: tenant)
                        }
                    }
                }
                try await group.waitForAll()
            }
            try await withThrowingTaskGroup { group in
                for round in 0..<400 {
                    let (number, tenant) = (round % 8, tenants[round % 8])
                    group.addTask {
                        let rows = try await client.query("select tenant_id, text from notes", tenant: tenant)
                        let seen = try rows.decode((UUID, String).self)
                        #expect(seen.count == 20 && seen.allSatisfy { $0 == tenant && $1 == "of \(number)" })
                    }
                }
                try await group.waitForAll()
            }
        }
    }

    @Test func withoutATenantNothingIsSeenAndNothingCanBeWritten() async throws {
        try await Fixture.with(setup: tenantTable, configure: { $0.connections = 1 }) { fixture in
            let client = fixture.client
            let tenant = UUID()
            // Before and after a tenant was set on the connection: the setting is null first, then empty.
            for _ in 0..<2 {
                let none = try await client.query("select * from notes").count
                #expect(none == 0)
                try await client.query("insert into notes (id, text) values (1, 'a') on conflict do nothing", tenant: tenant)
            }
            let refused = await postgresError {
                try await client.query("insert into notes (tenant_id, id, text) values (\(tenant), 2, 'b')")
            }
            #expect(refused?.sqlState == .insufficientPrivilege)
            let foreign = await postgresError {
                try await client.query("insert into notes (tenant_id, id, text) values (\(tenant), 2, 'b')", tenant: UUID())
            }
            #expect(foreign?.sqlState == .insufficientPrivilege)
        }
    }

    @Test func whatIsQueuedIsWrittenAsItsOwnTenant() async throws {
        try await Fixture.with(setup: tenantTable, configure: { $0.connections = 1 }) { fixture in
            let (first, second) = (UUID(), UUID())
            try await fixture.client.withTransaction(tenant: first) { transaction in
                try transaction.enqueue(["insert into notes (id, text) values (1, 'a')"])
                try await transaction.setTenant(second)
                try transaction.enqueue(["insert into notes (id, text) values (2, 'b')"])
            }
            for (tenant, id) in [(first, 1), (second, 2)] {
                let seen = try await fixture.client.query("select id from notes", tenant: tenant).decode(Int.self)
                #expect(seen == [id])
            }
        }
    }

    @Test func statementsArePlannedOnceWhereThatIsSaid() async throws {
        try await Fixture.with(setup: tenantTable, configure: { $0.connections = 1 }) { fixture in
            let (client, tenant) = (fixture.client, UUID())
            // Arrays of one element: the server would plan it anew each time.
            let query: Query = "select w.id, n.text from unnest(\([1])) as w (id) join notes n on n.id = w.id"
            let planned: Query = """
                select generic_plans, custom_plans, current_setting('plan_cache_mode') from pg_prepared_statements
                where statement like 'select w.id%'
                """
            for _ in 0..<10 { _ = try await client.execute([query], tenant: tenant, planning: .once) }
            let once = try await client.query(planned).decodeOne((Int64, Int64, String).self)
            #expect(once == (10, 0, "auto"))
            for _ in 0..<10 { try await client.execute([query], tenant: tenant) }
            let each = try await client.query(planned).decodeOne((Int64, Int64, String).self)
            #expect(each.1 >= 5 && each.2 == "auto")
        }
    }

    @Test func theTenantIsGoneAfterAFailedUnit() async throws {
        try await Fixture.with(setup: tenantTable, configure: { $0.connections = 1 }) { fixture in
            let client = fixture.client
            _ = await postgresError { try await client.execute(["select 1/0"], tenant: UUID()) }
            let left = try await client.query("select current_setting('pledge.tenant', true)").decodeOne(String?.self)
            #expect(left == nil || left == "")
        }
    }

    @Test func transactionsHaveTheirTenantToTheEnd() async throws {
        try await Fixture.with(setup: tenantTable) { fixture in
            let (first, second) = (UUID(), UUID())
            try await fixture.client.withTransaction(tenant: first) { transaction in
                try await transaction.query("insert into notes (id, text) values (1, 'a')")
                try await transaction.setTenant(second)
                let others = try await transaction.query("select 1 from notes").count
                #expect(others == 0)
                try await transaction.query("insert into notes (id, text) values (1, 'b')")
            }
            for (tenant, text) in [(first, "a"), (second, "b")] {
                let texts = try await fixture.client.query("select text from notes", tenant: tenant).decode(String.self)
                #expect(texts == [text])
            }
        }
    }
}
