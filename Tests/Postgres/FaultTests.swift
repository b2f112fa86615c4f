import EventLoop
import Foundation
import Hosting
import Postgres
import ServiceLifecycle
import TestSupport
import Testing

/// Servers that die. Each test has a server of its own to kill.
struct FaultTests {
    private func withServer(
        configure: (inout PostgresConfiguration) -> Void = { _ in },
        _ body: (PrivatePostgres, PostgresClient) async throws -> Void
    ) async throws {
        let server = try await PrivatePostgres(isDurable: true)
        var configuration = PostgresConfiguration(
            host: server.server.host, port: server.server.port, database: "postgres", user: server.server.adminUser,
            password: server.server.adminPassword)
        configuration.reconnectMaximumMilliseconds = 200
        configuration.connectTimeoutMilliseconds = 20_000
        configuration.requestTimeoutMilliseconds = 60_000
        configuration.statementTimeoutMilliseconds = 0
        configure(&configuration)
        let client = PostgresClient(configuration: configuration, eventLoop: sharedLoop, logger: quietLogger)
        do {
            try await body(server, client)
        } catch {
            Issue.record(error)
        }
        await client.close()
        await server.remove()
    }

    @Test func workInFlightFailsCleanlyAndTheClientComesBack() async throws {
        try await withServer { server, client in
            try await client.query("create table items (id bigint primary key)")
            let results = Locked<[Int: PostgresError?]>([:])
            let stop = Locked(false)
            let writers = Task {
                await withTaskGroup(of: Void.self) { group in
                    for writer in 0..<20 {
                        group.addTask {
                            var id = writer
                            while !stop.withLock(\.self) {
                                do throws(PostgresError) {
                                    try await client.query("insert into items values (\(id))")
                                    results.withLock { $0[id] = .some(nil) }
                                } catch {
                                    results.withLock { $0[id] = error }
                                }
                                id += 20
                            }
                        }
                    }
                }
            }
            func successes() -> Int { results.withLock { $0.values.count { $0 == nil } } }
            try await eventually { successes() > 100 }
            // However busy the machine is, this one is in flight for certain.
            let sleeper = Task {
                await postgresError { try await client.query("insert into items select -1 from pg_sleep(60)") }
            }
            // Asked on a connection of its own: in the pool the question might wait behind the sleeper.
            let admin = try await server.server.admin()
            try await eventually {
                try await admin.run("select 1 from pg_stat_activity where query like '%pg_sleep(60)' and state = 'active'")
                    .count > 0
            }
            await server.kill()
            #expect(await sleeper.value?.code == .connectionLost(outcomeUnknown: true))
            try await server.start()
            let beforeTheRest = successes()
            try await eventually { successes() > beforeTheRest + 100 }
            stop.withLock { $0 = true }
            await writers.value

            let stored = Set(try await client.query("select id from items").decode(Int.self))
            let outcomes = results.withLock(\.self)
            for (id, failure) in outcomes {
                switch failure {
                case nil: #expect(stored.contains(id), "\(id) was acknowledged and is lost")
                case let failure? where failure.outcomeUnknown: break
                case let failure?: #expect(!stored.contains(id), "\(id) was refused (\(failure)) and is there")
                }
            }
            // Nothing else failed than what the crash explains.
            for failure in outcomes.values.compactMap(\.self) {
                switch failure.code {
                case .connectionLost, .notConnected: break
                default: Issue.record("\(failure)")
                }
            }
            let statistics = await client.statistics()
            #expect(statistics.connectionsLost >= 1)
        }
    }

    @Test func aTransactionThatLosesItsConnectionIsNotCommitted() async throws {
        try await withServer { server, client in
            try await client.query("create table items (id bigint primary key)")
            let error = await postgresError {
                try await client.withTransaction { transaction in
                    try await transaction.query("insert into items values (1)")
                    let backend = try await transaction.query("select pg_backend_pid()").decodeOne(Int.self)
                    try await client.query("select pg_terminate_backend(\(backend)::int)")
                    try await eventually {
                        try await client.query("select 1 from pg_stat_activity where pid = \(backend)").isEmpty
                    }
                    try await transaction.query("insert into items values (2)")
                }
            }
            #expect(error?.code == .connectionLost(outcomeUnknown: false))
            let count = try await client.query("select count(*) from items").decodeOne(Int.self)
            #expect(count == 0)
            try await eventually { await client.statistics().connections == 4 }
        }
    }

    @Test func aTerminatedConnectionIsReportedAsSuch() async throws {
        try await Fixture.with { fixture in
            let admin = try await fixture.database.admin()
            for round in 0..<20 {
                try await fixture.client.withSession { session in
                    let backend = try await session.query("select pg_backend_pid()").decodeOne(Int.self)
                    // In flight, or sent when the server has just said goodbye.
                    let asleep = round % 2 == 0
                    let query: Query = asleep ? "select pg_sleep(60)" : "select 1"
                    async let failure = postgresError {
                        if !asleep { try await admin.run("select pg_terminate_backend(\(backend))") }
                        while true { try await session.execute([query, "select 2"]) }
                    }
                    if asleep {
                        try await eventually {
                            try await !admin.run("select 1 from pg_stat_activity where pid = \(backend) and state = 'active'")
                                .isEmpty
                        }
                        try await admin.run("select pg_terminate_backend(\(backend))")
                    }
                    let error = await failure
                    guard case .connectionLost = error?.code, error?.message.contains("out of step") == false else {
                        Issue.record("\(String(describing: error))")
                        return
                    }
                    if asleep { #expect(error?.sqlState?.rawValue == "57P01" && error?.outcomeUnknown == false) }
                }
            }
        }
    }

    @Test func aBackendThatEndsItselfIsReportedAsSuch() async throws {
        try await Fixture.with { fixture in
            let error = await postgresError {
                try await fixture.client.withSession { _ = try await $0.query("select pg_terminate_backend(pg_backend_pid())") }
            }
            guard case .connectionLost = error?.code else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(error?.message.contains("terminating connection") == true)
        }
    }

    @Test func requestsWaitForAServerThatComesBackInTime() async throws {
        try await withServer { server, client in
            try await client.query("select 1")
            await server.stop()
            try await eventually { await client.statistics().connections == 0 }
            async let answer = client.query("select 7").decodeOne(Int.self)
            try await server.start()
            let seven = try await answer
            #expect(seven == 7)
        }
    }

    @Test func requestsGiveUpOnAServerThatDoesNot() async throws {
        try await withServer(configure: { $0.connectTimeoutMilliseconds = 500 }) { server, client in
            try await eventually { (try? await client.query("select 1")) != nil }
            await server.stop()
            // What is sent before the loss is noticed has an unknown outcome.
            try await eventually { await client.statistics().connections == 0 }
            let error = await postgresError { try await client.query("select 1") }
            #expect(error?.outcomeUnknown == false && error?.isRetryable == true)
            let start = ContinuousClock.now
            let transaction = await postgresError { try await client.withTransaction { _ = try await $0.query("select 1") } }
            #expect(transaction?.code == .notConnected)
            #expect(ContinuousClock.now - start < .seconds(15))
            try await server.start()
            try await eventually { (try? await client.query("select 1")) != nil }
        }
    }

    @Test func aServerThatNeverExistedIsReportedInTime() async throws {
        var configuration = PostgresConfiguration(host: "127.0.0.1", port: 1, database: "none", user: "none")
        configuration.connectTimeoutMilliseconds = 300
        let client = PostgresClient(configuration: configuration, eventLoop: sharedLoop, logger: quietLogger)
        let error = await postgresError { try await client.query("select 1") }
        #expect(error?.code == .notConnected && error?.message.contains("refused") == true)
        configuration.host = "no-such-host.invalid"
        let lost = PostgresClient(configuration: configuration, eventLoop: sharedLoop, logger: quietLogger)
        let unresolved = await postgresError { try await lost.query("select 1") }
        #expect(unresolved?.code == .notConnected)
        await client.close()
        await lost.close()
    }

    @Test func gracefulShutdownLetsWorkFinish() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            let client = PostgresClient(
                configuration: Fixture.configuration(of: fixture.database), eventLoop: sharedLoop, logger: quietLogger)
            let group = ServiceGroup(services: [client], logger: quietLogger)
            let running = Task { try await group.run() }
            try await client.query("select 1")
            // It runs until the lock is let go of.
            let admin = try await fixture.database.admin()
            try await admin.run("select pg_advisory_lock(7)")
            let slow = Task { try await client.query("insert into items select 1, pg_advisory_xact_lock(7)::text") }
            try await eventually { await client.statistics().inFlight == 1 }
            await group.triggerGracefulShutdown()
            try await admin.run("select pg_advisory_unlock(7)")
            let rows = try await slow.value
            #expect(rows.affected == 1)
            try await running.value
            let refused = await postgresError { try await client.query("select 1") }
            #expect(refused?.code == .notConnected)
        }
    }

    @Test func aClientThatIsForgottenClosesItsConnections() async throws {
        try await Fixture.with { fixture in
            var configuration = Fixture.configuration(of: fixture.database)
            configuration.applicationName = "forgotten"
            let admin = try await fixture.database.admin()
            func connections() async throws -> Int {
                try await admin.run("select 1 from pg_stat_activity where application_name = 'forgotten'").count
            }
            do {
                let client = PostgresClient(configuration: configuration, eventLoop: sharedLoop, logger: quietLogger)
                try await client.query("select 1")
                let open = try await connections()
                #expect(open >= 1)
            }
            try await eventually { try await connections() == 0 }
        }
    }
}
