import Foundation
import Hosting
import Postgres
import TestSupport
import Testing

/// Requests over pipelined connections, against the real server.
struct ClientTests {
    @Test func unitsOfOneConnectionRunInTheOrderInWhichTheyWereSent() async throws {
        try await Fixture.with(setup: plainTable, configure: { $0.connections = 1 }) { fixture in
            // One connection, so that the server's order is the pipeline's.
            try await withThrowingTaskGroup { group in
                for id in 0..<200 {
                    group.addTask { try await fixture.client.query("insert into items values (\(id), clock_timestamp()::text)") }
                    // The next is submitted when this has been taken in.
                    await Task.yield()
                }
                try await group.waitForAll()
            }
            let rows = try await fixture.client.query("select id, xmin::text::bigint from items order by xmin::text::bigint")
            let numbers = try rows.decode((Int, Int).self).map(\.1)
            #expect(numbers.count == 200 && Set(numbers).count == 200)
        }
    }

    @Test func resultsComeBackToWhoAskedForThem() async throws {
        try await Fixture.with { fixture in
            let answers = try await withThrowingTaskGroup(of: (Int, Int).self) { group in
                for number in 0..<1_000 {
                    group.addTask {
                        let rows = try await fixture.client.query("select \(number) as number, pg_sleep(0)")
                        return (number, try rows[0].decode(column: "number", as: Int.self))
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.count == 1_000)
            #expect(answers.allSatisfy { $0.0 == $0.1 })
        }
    }

    @Test func aUnitIsOneTransaction() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            let rows = try await fixture.client.execute([
                "insert into items values (1, 'a')", "insert into items values (2, 'b') returning id",
                "select count(*), count(distinct xmin::text) from items",
            ])
            #expect(rows.map(\.affected) == [1, 1, 1])
            let returned = try rows[1].decode(Int.self)
            #expect(returned == [2])
            let (count, transactions) = try rows[2].decodeOne((Int, Int).self)
            #expect(count == 2 && transactions == 1)
        }
    }

    @Test func anErrorInTheMiddleRollsTheWholeUnitBackAndTheConnectionGoesOn() async throws {
        try await Fixture.with(setup: plainTable, configure: { $0.connections = 1 }) { fixture in
            let client = fixture.client
            let backend = try await client.query("select pg_backend_pid()").decodeOne(Int.self)
            async let before = client.query("insert into items values (1, 'before')")
            async let failing = postgresError {
                try await client.execute([
                    "insert into items values (2, 'a')", "insert into items values (3, 'forbidden')",
                    "insert into items values (4, 'b')",
                ])
            }
            async let after = client.query("insert into items values (5, 'after')")
            _ = try await (before, after)
            let error = await failing
            #expect(error?.code == .server && error?.sqlState == .checkViolation)
            #expect(error?.constraint == "items_name_check")
            #expect(error?.detail?.contains("forbidden") == true && error?.server?.table == "items")
            #expect(error?.outcomeUnknown == false && error?.isRetryable == false)
            let ids = try await client.query("select id from items order by id").decode(Int.self)
            #expect(ids == [1, 5])
            let same = try await client.query("select pg_backend_pid()").decodeOne(Int.self)
            #expect(same == backend)
        }
    }

    @Test func statementsAreTriedAgainAfterTheUnitThatPreparedThemFailed() async throws {
        try await Fixture.with(setup: plainTable, configure: { $0.connections = 1 }) { fixture in
            let client = fixture.client
            for _ in 0..<3 {
                let error = await postgresError { try await client.execute(["select 1/0", "select \(7) as only_here"]) }
                #expect(error?.sqlState?.rawValue == "22012")
                let seven = try await client.query("select \(7) as only_here").decodeOne(Int.self)
                #expect(seven == 7)
            }
            let syntax = await postgresError { try await client.query("selct 1") }
            #expect(syntax?.sqlState?.rawValue == "42601")
        }
    }

    @Test func statementsSurviveAChangeOfTheirTable() async throws {
        try await Fixture.with(setup: plainTable, configure: { $0.connections = 1 }) { fixture in
            let client = fixture.client
            try await client.query("insert into items values (1, 'a')")
            let columns = try await client.query("select * from items").columns
            #expect(columns == ["id", "name"])
            try await fixture.database.admin().run("alter table items add column more int")
            let more = try await client.query("select * from items").columns
            #expect(more == ["id", "name", "more"])
            // Somebody else's DEALLOCATE must not matter either.
            try await client.query("deallocate all")
            let still = try await client.query("select * from items").columns
            #expect(still == ["id", "name", "more"])
        }
    }

    @Test func moreStatementsThanTheCacheHolds() async throws {
        try await Fixture.with(configure: { config in
            config.connections = 1
            config.statementCacheSize = 8
        }) { fixture in
            for round in 0..<3 {
                for number in 0..<40 {
                    let rows = try await fixture.client.query("select \(round) + \(raw: "\(number)")")
                    let sum = try rows.decodeOne(Int.self)
                    #expect(sum == round + number)
                }
            }
            let prepared = try await fixture.client.query("select count(*) from pg_prepared_statements").decodeOne(Int.self)
            #expect(prepared <= 9)
        }
    }

    @Test func hostileStringsStayData() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            let client = fixture.client
            let hostile = ["'; drop table items; --", "\\'; select 1", "$1", "\u{202e}evil", "%s%n", "\"", "a\nb"]
            for (id, name) in hostile.enumerated() { try await client.query("insert into items values (\(id), \(name))") }
            let names = try await client.query("select name from items order by id").decode(String.self)
            #expect(names == hostile)
            let nul = await postgresError { try await client.query("insert into items values (99, \("a\0b"))") }
            #expect(nul?.code == .invalidRequest && nul?.message.contains("NUL") == true)
            let inUnit = await postgresError {
                try await client.execute(["insert into items values (98, 'x')", "select \("\0")"])
            }
            #expect(inUnit?.code == .invalidRequest)
            let count = try await client.query("select count(*) from items").decodeOne(Int.self)
            #expect(count == hostile.count)
        }
    }

    @Test func tenThousandRowsInOneStatement() async throws {
        try await Fixture.with(setup: tenantTable) { fixture in
            let tenant = UUID()
            let ids = (0..<10_000).map { Int64($0) }
            let texts = ids.map { "note \($0)" }
            let rows = try await fixture.client.query(
                "insert into notes (id, text) select * from unnest(\(ids), \(texts))", tenant: tenant)
            #expect(rows.affected == 10_000)
            let back = try await fixture.client.query("select id, text from notes order by id", tenant: tenant)
            let decoded = try back.decode((Int64, String).self)
            #expect(decoded.map(\.0) == ids && decoded.map(\.1) == texts)
        }
    }

    @Test func copyIsRefusedAndTheClientGoesOn() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            let error = await postgresError { try await fixture.client.query("copy items from stdin") }
            #expect(error != nil)
            let one = try await fixture.client.query("select 1").decodeOne(Int.self)
            #expect(one == 1)
        }
    }

    @Test func aFullQueueRefusesAtOnce() async throws {
        try await Fixture.with(configure: { config in
            config.connections = 1
            config.pipelineDepth = 1
            config.maximumQueued = 5
        }) { fixture in
            let client = fixture.client
            try await client.query("select 1")
            // The first holds the connection until the lock is let go of.
            let admin = try await fixture.database.admin()
            try await admin.run("select pg_advisory_lock(7)")
            let refused = try await withThrowingTaskGroup(of: PostgresError?.self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do throws(PostgresError) {
                            try await client.query("select pg_advisory_xact_lock(7)")
                            return nil
                        } catch { return error }
                    }
                }
                var refused: [PostgresError] = []
                while refused.count < 14, let outcome = try await group.next() { refused += [outcome].compactMap(\.self) }
                let statistics = await client.statistics()
                #expect(statistics.inFlight == 1 && statistics.queued == 5)
                try await admin.run("select pg_advisory_unlock(7)")
                while let outcome = try await group.next() { refused += [outcome].compactMap(\.self) }
                return refused
            }
            #expect(refused.count == 14 && refused.allSatisfy { $0.code == .queueFull && !$0.outcomeUnknown })
            let statistics = await client.statistics()
            #expect(statistics.refused == 14 && statistics.queued == 0 && statistics.inFlight == 0)
            // And the very first, for the connection to come up.
            #expect(statistics.waited == 6)
        }
    }

    @Test func aClosedClientRefuses() async throws {
        try await Fixture.with { fixture in
            try await fixture.client.query("select 1")
            await fixture.client.close()
            let error = await postgresError { try await fixture.client.query("select 1") }
            #expect(error?.code == .notConnected)
        }
    }

    @Test func aWrongPasswordSaysSo() async throws {
        try await Fixture.with(configure: { config in
            config.password = "wrong"
            config.connectTimeoutMilliseconds = 5_000
        }) { fixture in
            let error = await postgresError { try await fixture.client.query("select 1") }
            #expect(error?.code == .notConnected)
            #expect(error?.message.contains("password authentication failed") == true)
        }
    }

    @Test(arguments: ["127.0.0.1", "localhost"]) func connectsOverTCPByAddressAndByName(host: String) async throws {
        try await Fixture.with(configure: { $0.host = host }) { fixture in
            let address = try await fixture.client.query("select host(inet_client_addr())").decodeOne(String?.self)
            #expect(address != nil)
        }
    }
}
