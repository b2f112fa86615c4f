import Contracts
import EventLoop
import Logging
import Postgres
import TestSupport
import Testing

@testable import Messaging

@Suite("A relay whose database is away")
struct RelayTroubleTests {
    @Test("waits twice as long each time, up to its maximum, and begins anew once it worked")
    func pauses() {
        var trouble = RelayTrouble(minimumMilliseconds: 100, maximumMilliseconds: 2_000)
        #expect(trouble.worked(at: 0) == nil)
        let pauses = (1...7).map { trouble.failed(at: $0 * 1_000_000) }
        #expect(pauses.map(\.pauseMilliseconds) == [100, 200, 400, 800, 1_600, 2_000, 2_000])
        #expect(pauses.map(\.isNews) == [true, false, false, false, false, false, false])
        #expect(trouble.since == 1_000_000)
        #expect(trouble.worked(at: 9_000_000) == 8)
        #expect(trouble.worked(at: 10_000_000) == nil)
        #expect(trouble.failed(at: 11_000_000) == (100, true))
    }

    @Test("says so once, and once that it works again")
    func says() async throws {
        try await Bus.with { bus in
            let trap = LogTrap()
            let database = bus.producerDatabase
            let login = database.worker
            var address = PostgresConfiguration(
                host: database.server.host, port: database.server.port, database: database.name, user: login.user,
                password: login.password)
            // An attempt gives up soon, so that there are some to count.
            address.connectTimeoutMilliseconds = 1_500
            address.reconnectMaximumMilliseconds = 50
            let client = PostgresClient(configuration: address, eventLoop: Bus.loop, logger: bus.logger)
            let relay = Relay(
                service: Bus.service, database: client, redis: bus.redis, logger: trap.logger, configuration: Bus.quickRelay)
            bus.start { try await relay.run() }
            #expect(await eventually { relay.status.isLeader })
            let before = trap.messages(.warning).count

            // Nobody but a superuser may connect any more, and nobody else is.
            try await bus.producerAdmin.query("alter database \(raw: database.name) connection limit 0")
            try await bus.producerAdmin.query(
                """
                select pg_terminate_backend(pid) from pg_stat_activity
                where datname = current_database() and usename = \(login.user)
                """)
            #expect(await eventually { trap.messages(.debug).count >= 3 })
            #expect(trap.messages(.warning).count == before + 1)
            #expect(trap.messages(.notice).count == before)

            try await bus.producerAdmin.query("alter database \(raw: database.name) connection limit -1")
            #expect(await eventually { trap.messages(.notice).count == before + 1 })
            #expect(trap.messages(.warning).count == before + 1)
            try await bus.tell(0..<3, TenantID())
            #expect(await eventually { relay.status.appended == 3 })
            await client.close()
        }
    }
}
