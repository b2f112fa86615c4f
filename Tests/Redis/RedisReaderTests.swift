import EventLoop
import Foundation
import Redis
import ServiceLifecycle
import TestSupport
import Testing

@Suite("Redis reader")
struct RedisReaderTests {
    private func with(_ body: (RedisClient, RedisReader) async throws -> Void) async throws {
        try await Server.with { (client: RedisClient) async throws in
            let reader = RedisReader(of: client, logger: Server.logger)
            let running = Task { try? await reader.run() }
            defer { running.cancel() }
            try await body(client, reader)
        }
    }

    @Test("waits for entries of several streams", .timeLimit(.minutes(5)))
    func several() async throws {
        try await with { client, reader in
            let keys = [Server.key("a"), Server.key("b")]
            let reading = Task { try await reader.read(keys.map { ($0, .zero) }, count: 10, blockMilliseconds: 10_000) }
            try await client.xadd(keys[1], id: StreamID(5), fields: [("x", [1])])
            let batches = try await reading.value
            #expect(batches.map(\.key) == [keys[1]])
            #expect(batches[0].entries.map(\.id) == [StreamID(5)])
            #expect(try await reader.read([(keys[0], .zero)], count: 1, blockMilliseconds: 1).isEmpty)
            #expect(try await reader.read([], count: 1, blockMilliseconds: 60_000).isEmpty)
        }
    }

    @Test("sees all of what is written together, where it sees the first of what is not", .timeLimit(.minutes(5)))
    func together() async throws {
        try await with { client, reader in
            let key = Server.key()
            let commands = (1...20).map { RedisCommand.xadd(key, position: Int64($0), fields: [("n", [1])]) }
            // The read is either waiting already or comes after all of it.
            let reading = Task { try await reader.read([(key, .zero)], count: 100, blockMilliseconds: 10_000) }
            let answers = try await client.sendTogether(commands)
            #expect(answers.count == 20 && answers.allSatisfy { $0.errorMessage == nil })
            #expect(try await reading.value[0].entries.map(\.id) == (1...20).map { StreamID(UInt64($0)) })
        }
    }

    @Test("what is written together is refused alone where it fails, and as a whole where it is no command")
    func refusedTogether() async throws {
        try await with { client, _ in
            let key = Server.key()
            let set = RedisCommand(["SET", .string(key), "text"])
            let failing = try await client.sendTogether([set, RedisCommand(["INCR", .string(key)]), set])
            #expect(failing.map { $0.errorMessage == nil } == [true, false, true])
            _ = try await client.delete(key)
            let refused = try await client.sendTogether([set, RedisCommand(["NONSENSE"])])
            #expect(refused[0].errorMessage?.hasPrefix("EXECABORT") == true)
            #expect(refused[1].errorMessage?.hasPrefix("ERR unknown command") == true)
            #expect(try await client.get(key) == nil)
            #expect(try await client.sendTogether([]).isEmpty)
        }
    }

    @Test("ends a wait when it is interrupted", .timeLimit(.minutes(5)))
    func interrupted() async throws {
        try await with { _, reader in
            let start = ContinuousClock.now
            let done = Locked(false)
            let reading = Task {
                defer { done.withLock { $0 = true } }
                return try await reader.read([(Server.key(), .zero)], count: 1, blockMilliseconds: 30_000)
            }
            while !done.withLock({ $0 }) {
                await reader.interrupt()
                await Task.yield()
            }
            let found = try await reading.value
            #expect(found.isEmpty)
            #expect(ContinuousClock.now - start < .seconds(10))
        }
    }
}
