import Foundation
import Hosting
import Postgres
import TestSupport
import Testing

/// Statements of a transaction that wait for the next one, or for COMMIT, to go out with.
struct QueuedStatementTests {
    private struct Refusal: Error {}

    private func ids(_ client: PostgresClient) async throws -> [Int] {
        try await client.query("select id from items order by id").decode(Int.self)
    }

    /// Units that were handed to the loop while `body` ran: each is a round trip.
    private func roundTrips(_ client: PostgresClient, _ body: () async throws -> Void) async throws -> Int {
        let before = await client.statistics().submitted
        try await body()
        return Int(await client.statistics().submitted - before)
    }

    @Test func goWithTheCommit() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            let client = fixture.client
            let trips = try await roundTrips(client) {
                try await client.withTransaction { transaction in
                    try transaction.enqueue(["insert into items values (1, 'a')", "insert into items values (2, 'b')"])
                    try transaction.enqueue(["update items set name = 'c' where id = 1"])
                }
            }
            let names = try await client.query("select name from items order by id").decode(String.self)
            #expect(trips == 1 && names == ["c", "b"])
            let statistics = await client.statistics()
            #expect(statistics.leased == 0 && statistics.connectionsLost == 0)
        }
    }

    @Test func goBeforeWhatIsAskedNext() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            let client = fixture.client
            let trips = try await roundTrips(client) {
                let (first, second) = try await client.withTransaction { transaction in
                    try transaction.enqueue(["insert into items values (1, 'a')"])
                    let first: Int64 = try await transaction.query("select count(*) from items").decodeOne()
                    try transaction.enqueue(["insert into items values (2, 'b')"])
                    let rows = try await transaction.execute(["insert into items values (3, 'c')", "select count(*) from items"])
                    try transaction.enqueue(["insert into items values (4, 'd')"])
                    return (first, try rows[1].decodeOne(Int64.self))
                }
                #expect(first == 1 && second == 3)
            }
            #expect(trips == 3)
            let after = try await ids(client)
            #expect(after == [1, 2, 3, 4])
        }
    }

    /// Whichever statement fails, and whatever it went out with: nothing is committed, and the connection serves the next.
    @Test func failAsOne() async throws {
        try await Fixture.with(setup: plainTable, configure: { $0.connections = 1 }) { fixture in
            let client = fixture.client
            let alone = await postgresError {
                try await client.withTransaction { transaction in
                    try transaction.enqueue(["insert into items values (1, 'a')", "insert into items values (1, 'twice')"])
                }
            }
            let later = await postgresError {
                try await client.withTransaction { transaction in
                    try await transaction.query("insert into items values (1, 'a')")
                    try transaction.enqueue(["insert into items values (1, 'twice')", "insert into items values (2, 'b')"])
                }
            }
            let next = await postgresError {
                try await client.withTransaction { transaction in
                    try transaction.enqueue(["select 1/0"])
                    _ = try? await transaction.query("insert into items values (1, 'a')")
                }
            }
            #expect(alone?.sqlState == .uniqueViolation && later?.sqlState == .uniqueViolation)
            #expect(next?.sqlState == .inFailedTransaction)
            let after = try await ids(client)
            #expect(after == [])
            try await client.withTransaction { try $0.enqueue(["insert into items values (3, 'c')"]) }
            let then = try await ids(client)
            #expect(then == [3])
            let statistics = await client.statistics()
            #expect(statistics.leased == 0 && statistics.connectionsLost == 0)
        }
    }

    @Test func areNeverSentWhenTheBodyThrows() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            await #expect(throws: Refusal.self) {
                try await fixture.client.withTransaction { transaction in
                    try await transaction.query("insert into items values (1, 'a')")
                    try transaction.enqueue(["insert into items values (2, 'b')"])
                    throw Refusal()
                }
            }
            let after = try await ids(fixture.client)
            #expect(after == [])
        }
    }

    @Test func areUndoneWithTheirSavepoint() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            try await fixture.client.withTransaction { transaction in
                try transaction.enqueue(["insert into items values (1, 'a')"])
                await #expect(throws: Refusal.self) {
                    try await transaction.withSavepoint { inner in
                        try inner.enqueue(["insert into items values (2, 'b')"])
                        throw Refusal()
                    }
                }
                try transaction.enqueue(["insert into items values (3, 'c')"])
            }
            let after = try await ids(fixture.client)
            #expect(after == [1, 3])
        }
    }

    @Test func areRefusedWhereTheyCannotBeSent() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            let error = await postgresError {
                try await fixture.client.withTransaction { try $0.enqueue(["insert into items values (1, \("a\0b"))"]) }
            }
            #expect(error?.code == .invalidRequest)
            let after = try await ids(fixture.client)
            #expect(after == [])
        }
    }

    /// A connection that is lost with the commit and what went with it leaves the outcome open, as that of a commit alone.
    @Test func areInDoubtWithTheirCommit() async throws {
        try await Fixture.with(setup: plainTable) { fixture in
            let error = await postgresError {
                try await fixture.client.withTransaction { transaction in
                    let pid = try await transaction.query("select pg_backend_pid()").decodeOne(Int32.self)
                    // It ends itself on the way.
                    try transaction.enqueue(["insert into items values (1, 'a')", "select pg_terminate_backend(\(pid))"])
                }
            }
            #expect(error?.code == .connectionLost(outcomeUnknown: true))
            let after = try await ids(fixture.client)
            #expect(after == [])
        }
    }
}
