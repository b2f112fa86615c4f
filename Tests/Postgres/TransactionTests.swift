import Foundation
import Hosting
import Postgres
import TestSupport
import Testing

/// Explicit transactions and sessions.
struct TransactionTests {
    private struct Refusal: Error {}

    private func ids(_ client: PostgresClient) async throws -> [Int] {
        try await client.query("select id from items order by id").decode(Int.self)
    }

    @Test func commitsWhenTheBodyReturns() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            let sum = try await fixture.client.withTransaction { transaction in
                try await transaction.query("insert into items values (1, 'a')")
                let before = try await ids(fixture.client)
                #expect(before == [])
                let rows = try await transaction.execute(["insert into items values (2, 'b')", "select sum(id) from items"])
                return try rows[1].decodeOne(Int.self)
            }
            let after = try await ids(fixture.client)
            #expect(sum == 3 && after == [1, 2])
            let statistics = await fixture.client.statistics()
            #expect(statistics.leased == 0)
        }
    }

    @Test func rollsBackWhenTheBodyThrows() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            await #expect(throws: Refusal.self) {
                try await fixture.client.withTransaction { transaction in
                    try await transaction.query("insert into items values (1, 'a')")
                    throw Refusal()
                }
            }
            let error = await postgresError {
                try await fixture.client.withTransaction { transaction in
                    try await transaction.query("insert into items values (1, 'a')")
                    try await transaction.query("insert into items values (1, 'twice')")
                }
            }
            let after = try await ids(fixture.client)
            #expect(error?.sqlState == .uniqueViolation && after == [])
        }
    }

    @Test func aSwallowedErrorIsNotACommit() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            let error = await postgresError {
                try await fixture.client.withTransaction { transaction in
                    try await transaction.query("insert into items values (1, 'a')")
                    _ = try? await transaction.query("select 1/0")
                }
            }
            let after = try await ids(fixture.client)
            #expect(error?.sqlState == .inFailedTransaction && after == [])
        }
    }

    @Test func aConnectionLostBeforeTheCommitIsNotACommit() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            let client = fixture.client
            let error = await postgresError {
                try await client.withTransaction { transaction in
                    let pid: Int32 = try await transaction.query("insert into items values (1, 'a') returning pg_backend_pid()")
                        .decodeOne(Int32.self)
                    try await fixture.database.admin().run("select pg_terminate_backend(\(pid))")
                    // Not before this client has seen it: what it says of the commit then is its own word.
                    try await eventually { await client.statistics().connectionsLost == 1 }
                }
            }
            let after = try await ids(client)
            #expect(error?.code == .connectionLost(outcomeUnknown: false) && after == [])
        }
    }

    @Test func aStatementThatWasNeverSentIsNotCommittedWithout() async throws {
        try await Fixture.with(setup: plainTable, configure: { $0.connections = 2 }) { fixture in
            let client = fixture.client
            let error = await postgresError {
                try await client.withTransaction { transaction in
                    try await transaction.query("insert into items values (1, 'a')")
                    let second = Task {
                        withUnsafeCurrentTask { $0?.cancel() }
                        try await transaction.query("insert into items values (2, 'b')")
                    }
                    _ = try? await second.value
                }
            }
            let after = try await ids(client)
            #expect(error?.code == .invalidRequest && after == [])
            // The connection comes back for the next transaction.
            try await client.withTransaction { try await $0.query("insert into items values (3, 'c')") }
            let then = try await ids(client)
            #expect(then == [3])
        }
    }

    @Test func cancellationInsideRollsBackAndFreesTheConnection() async throws {
        try await Fixture.with(setup: plainTable, configure: { $0.connections = 2 }) { fixture in
            let client = fixture.client
            let task = Task {
                try await client.withTransaction { transaction in
                    try await transaction.query("insert into items values (1, 'a')")
                    try await transaction.query("select pg_sleep(60)")
                }
            }
            try await eventually {
                let rows = try await client.query(
                    """
                    select 1 from pg_stat_activity
                    where datname = current_database() and query like 'select pg_sleep(60)%' and state = 'active'
                    """)
                return rows.count == 1
            }
            let start = ContinuousClock.now
            task.cancel()
            let result = await task.result
            #expect(throws: PostgresError.self) { try result.get() }
            #expect(ContinuousClock.now - start < .seconds(30))
            let after = try await ids(client)
            #expect(after == [])
            let statistics = await client.statistics()
            #expect(statistics.leased == 0 && statistics.connectionsLost == 0)
        }
    }

    @Test func aTaskThatWasCancelledDoesNotCommit() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            let client = fixture.client
            let task = Task {
                try await client.withTransaction { transaction in
                    try await transaction.query("insert into items values (1, 'a')")
                    withUnsafeCurrentTask { $0?.cancel() }
                }
            }
            await #expect(throws: CancellationError.self) { try await task.value }
            let after = try await ids(client)
            #expect(after == [])
        }
    }

    @Test func anUnusedTransactionCostsNothing() async throws {
        try await Fixture.with { fixture in
            let value = try await fixture.client.withTransaction { _ in 7 }
            let statistics = await fixture.client.statistics()
            #expect(value == 7 && statistics.leased == 0)
        }
    }

    @Test func aTransactionIsOverAfterItsBody() async throws {
        try await Fixture.with { fixture in
            let escaped = try await fixture.client.withTransaction { transaction in
                try await transaction.query("select 1")
                return transaction
            }
            let error = await postgresError { try await escaped.query("select 1") }
            #expect(error?.code == .invalidRequest)
        }
    }

    @Test func statementsOfOneTransactionMayRunConcurrently() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            try await fixture.client.withTransaction { transaction in
                try await withThrowingTaskGroup { group in
                    for id in 0..<50 { group.addTask { try await transaction.query("insert into items values (\(id), 'x')") } }
                    try await group.waitForAll()
                }
            }
            let after = try await ids(fixture.client)
            #expect(after == Array(0..<50))
        }
    }

    @Test func savepointsUndoTheirPartOnly() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            try await fixture.client.withTransaction { transaction in
                try await transaction.query("insert into items values (1, 'a')")
                try await transaction.withSavepoint { inner in
                    try await inner.query("insert into items values (2, 'b')")
                    await #expect(throws: PostgresError.self) {
                        try await inner.withSavepoint { innermost in
                            try await innermost.query("insert into items values (3, 'c')")
                            try await innermost.query("insert into items values (4, 'forbidden')")
                        }
                    }
                }
                try await transaction.query("insert into items values (5, 'e')")
            }
            let after = try await ids(fixture.client)
            #expect(after == [1, 2, 5])
        }
    }

    @Test func moreTransactionsThanConnectionsTakeTurns() async throws {
        try await Fixture.with(setup: plainTable, configure: { $0.connections = 3 }) { fixture in
            let client = fixture.client
            try await withThrowingTaskGroup { group in
                for id in 0..<60 {
                    group.addTask {
                        try await client.withTransaction { transaction in
                            try await transaction.query("insert into items values (\(id), 'x')")
                            // A body that also asks the pool must not wait for itself.
                            try await client.query("select 1")
                            try await transaction.query("update items set name = 'y' where id = \(id)")
                        }
                    }
                }
                try await group.waitForAll()
            }
            let after = try await client.query("select count(*) from items where name = 'y'").decodeOne(Int.self)
            #expect(after == 60)
        }
    }

    @Test func anExhaustedPoolTimesOutCleanly() async throws {
        try await Fixture.with(configure: { config in
            config.connections = 1
            config.requestTimeoutMilliseconds = 1_500
        }) { fixture in
            let client = fixture.client
            try await eventually { (try? await client.query("select 1")) != nil }
            try await client.withTransaction { transaction in
                try await transaction.query("select 1")
                // The only connection is taken: both must give up, and say that nothing was done.
                let query = await postgresError { try await client.query("select 1") }
                #expect(query?.code == .timeout && query?.outcomeUnknown == false)
                let nested = await postgresError { try await client.withTransaction { _ = try await $0.query("select 1") } }
                #expect(nested?.code == .timeout && nested?.outcomeUnknown == false)
            }
            try await eventually { (try? await client.query("select 1")) != nil }
        }
    }

    @Test func serializationFailuresAreRetryable() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            let client = fixture.client
            try await client.query("insert into items values (1, 'a')")
            let error = await postgresError {
                try await client.withTransaction(isolation: .repeatableRead) { transaction in
                    try await transaction.query("select * from items")
                    try await client.query("update items set name = 'b'")
                    try await transaction.query("update items set name = 'c'")
                }
            }
            #expect(error?.sqlState == .serializationFailure && error?.isRetryable == true)
        }
    }

    @Test func scriptsRunInsideTheirTransaction() async throws {
        try await Fixture.with(setup: plainTable + tenantTable) { fixture in
            let client = fixture.client
            let tenant = UUID()
            try await client.withTransaction(tenant: tenant) { transaction in
                try await transaction.runScript(
                    """
                    insert into items values (1, 'a');
                    do $$ begin perform 1; end $$;
                    insert into notes (id, text) values (1, 'semi;colon');
                    """)
                try await transaction.query("insert into items values (\(2), 'b')")
                try await transaction.runScript("insert into items values (3, 'c')")
            }
            let error = await postgresError {
                try await client.withTransaction { transaction in
                    try await transaction.runScript(
                        "insert into items values (4, 'd'); select 1/0; insert into items values (5, 'e')")
                }
            }
            #expect(error?.sqlState?.rawValue == "22012")
            let after = try await ids(client)
            let notes = try await client.query("select text from notes", tenant: tenant).decode(String.self)
            #expect(after == [1, 2, 3] && notes == ["semi;colon"])
        }
    }

    @Test func sessionsKeepTheirConnection() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            let client = fixture.client
            try await client.withSession { session in
                let backend = try await session.query("select pg_backend_pid()").decodeOne(Int.self)
                let locked = try await session.query("select pg_try_advisory_lock(42)").decodeOne(Bool.self)
                let elsewhere = try await client.query("select pg_try_advisory_lock(42)").decodeOne(Bool.self)
                #expect(locked && !elsewhere)
                try await session.withTransaction { transaction in
                    try await transaction.query("insert into items values (1, 'a')")
                }
                await #expect(throws: Refusal.self) {
                    try await session.withTransaction { transaction in
                        try await transaction.query("insert into items values (2, 'b')")
                        throw Refusal()
                    }
                }
                let same = try await session.query("select pg_backend_pid()").decodeOne(Int.self)
                #expect(same == backend)
                try await fixture.database.admin().run("select pg_terminate_backend(\(backend))")
                try await eventually {
                    do {
                        try await session.query("select 1")
                        return false
                    } catch { return true }
                }
                let gone = await postgresError { try await session.query("select 1") }
                #expect(gone?.code == .connectionLost(outcomeUnknown: false))
            }
            let after = try await ids(client)
            #expect(after == [1])
            try await eventually { try await client.query("select pg_try_advisory_lock(42)").decodeOne(Bool.self) }
        }
    }
}
