import Foundation
import Hosting
import Postgres
import TestSupport
import Testing

/// Callers that go away, and servers that take too long.
struct CancellationTests {
    private func waitUntilRunning(_ statement: String, _ fixture: Fixture) async throws {
        let admin = try await fixture.database.admin()
        try await eventually {
            try await admin.run(
                """
                select 1 from pg_stat_activity
                where datname = current_database() and state = 'active' and query like '\(statement)%' and pid <> pg_backend_pid()
                """
            ).count > 0
        }
    }

    @Test func aCancelledQueryReturnsAtOnceAndIsStoppedInTheServer() async throws {
        try await Fixture.with(configure: { $0.connections = 1 }) { fixture in
            let client = fixture.client
            let backend = try await client.query("select pg_backend_pid()").decodeOne(Int.self)
            let task = Task { () -> PostgresError? in
                await postgresError { try await client.query("select pg_sleep(50), 'slow'") }
            }
            try await waitUntilRunning("select pg_sleep(50)", fixture)
            let start = ContinuousClock.now
            task.cancel()
            let error = await task.value
            #expect(error?.code == .cancelled && error?.outcomeUnknown == true)
            #expect(ContinuousClock.now - start < .seconds(20))
            // The connection is the same, and answers as soon as the server has let go of the statement.
            let same = try await client.query("select pg_backend_pid()").decodeOne(Int.self)
            #expect(same == backend && ContinuousClock.now - start < .seconds(30))
        }
    }

    @Test func othersOnTheSameConnectionAreNotHitByTheCancel() async throws {
        try await Fixture.with(setup: plainTable, configure: { $0.connections = 1 }) { fixture in
            let client = fixture.client
            let slow = Task { try await client.query("select pg_sleep(50)") }
            try await waitUntilRunning("select pg_sleep(50)", fixture)
            let inserts = Task {
                try await withThrowingTaskGroup { group in
                    for id in 0..<20 {
                        group.addTask { try await client.query("insert into items select \(id), pg_sleep(0.01)::text") }
                    }
                    try await group.waitForAll()
                }
            }
            slow.cancel()
            try await inserts.value
            let count = try await client.query("select count(*) from items").decodeOne(Int.self)
            #expect(count == 20)
        }
    }

    @Test func aTaskCancelledBeforehandSendsNothing() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            let client = fixture.client
            let task = Task { () -> PostgresError? in
                withUnsafeCurrentTask { $0?.cancel() }
                return await postgresError { try await client.query("insert into items values (1, 'a')") }
            }
            let error = await task.value
            #expect(error?.code == .cancelled && error?.outcomeUnknown == false)
            let count = try await client.query("select count(*) from items").decodeOne(Int.self)
            #expect(count == 0)
        }
    }

    @Test func aWaitingRequestThatIsCancelledIsNeverSent() async throws {
        try await Fixture.with(
            setup: plainTable,
            configure: { config in
                config.connections = 1
                config.pipelineDepth = 1
            }
        ) { fixture in
            let client = fixture.client
            // It runs until the lock is let go of.
            let admin = try await fixture.database.admin()
            try await admin.run("select pg_advisory_lock(7)")
            let slow = Task { try await client.query("select pg_advisory_xact_lock(7)") }
            try await waitUntilRunning("select pg_advisory_xact_lock(7)", fixture)
            let waiting = Task { () -> PostgresError? in
                await postgresError { try await client.query("insert into items values (1, 'a')") }
            }
            try await eventually { await client.statistics().queued == 1 }
            waiting.cancel()
            let error = await waiting.value
            #expect(error?.code == .cancelled && error?.outcomeUnknown == false)
            try await admin.run("select pg_advisory_unlock(7)")
            _ = try await slow.value
            let count = try await client.query("select count(*) from items").decodeOne(Int.self)
            #expect(count == 0)
        }
    }

    @Test func theServersTimeoutStopsAStatement() async throws {
        try await Fixture.with(configure: { $0.statementTimeoutMilliseconds = 150 }) { fixture in
            let error = await postgresError { try await fixture.client.query("select pg_sleep(30)") }
            #expect(error?.code == .timeout && error?.sqlState == .queryCanceled && error?.outcomeUnknown == false)
            let one = try await fixture.client.query("select 1").decodeOne(Int.self)
            #expect(one == 1)
        }
    }

    @Test func theClientsDeadlineDoesNotNeedTheServer() async throws {
        try await Fixture.with(
            setup: plainTable,
            configure: { config in
                config.statementTimeoutMilliseconds = 0
                config.requestTimeoutMilliseconds = 1_500
            }
        ) { fixture in
            // Connecting counts too, and a busy machine may take its time over it.
            try await eventually { (try? await fixture.client.query("select 1")) != nil }
            let error = await postgresError {
                try await fixture.client.query("insert into items select 1, pg_sleep(30)::text")
            }
            #expect(error?.code == .timeout && error?.outcomeUnknown == true)
            try await eventually { (try? await fixture.client.query("select 1")) != nil }
            let statistics = await fixture.client.statistics()
            #expect(statistics.timedOut >= 1)
        }
    }

    @Test func manyCancellationsAtAnyMomentLeaveAWorkingPool() async throws {
        try await Fixture.with(setup: plainTable, configure: { $0.connections = 2 }) { fixture in
            let client = fixture.client
            await withTaskGroup(of: Void.self) { group in
                for number in 0..<300 {
                    group.addTask {
                        let task = Task { try await client.query("select pg_sleep(\(Double(number % 7) / 1000)), \(number)") }
                        let transaction = Task {
                            try await client.withTransaction { try await $0.query("insert into items values (\(number), 'x')") }
                        }
                        for _ in 0..<(number % 50) { await Task.yield() }
                        task.cancel()
                        if number % 3 == 0 { transaction.cancel() }
                        _ = await (task.result, transaction.result)
                    }
                }
            }
            try await eventually {
                let statistics = await client.statistics()
                return statistics.inFlight == 0 && statistics.leased == 0 && statistics.queued == 0
            }
            let rows = try await client.query("select count(*), pg_backend_pid() from items")
            let (count, _) = try rows.decodeOne((Int, Int).self)
            #expect(count >= 200 && count <= 300)
        }
    }
}
