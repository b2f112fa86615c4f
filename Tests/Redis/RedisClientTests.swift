import EventLoop
import Foundation
import Redis
import ServiceLifecycle
import TestSupport
import Testing

@Suite("Redis client")
struct RedisClientTests {
    @Test("values come back byte for byte")
    func binary() async throws {
        try await Server.with { (client: RedisClient) async throws in
            let key = Server.key()
            let bytes = (0...255).map { UInt8($0) } + [13, 10, 0]
            try await client.set(key, .bytes(bytes))
            #expect(try await client.get(key) == bytes)
            #expect(try await client.get(Server.key("missing")) == nil)
            let large = [UInt8](repeating: 7, count: 3 << 20)
            try await client.set(key, .bytes(large))
            #expect(try await client.get(key) == large)
            #expect(try await client.delete(key) == 1)
        }
    }

    @Test("commands of many tasks get each its own answer")
    func concurrency() async throws {
        try await Server.with { (client: RedisClient) async throws in
            let key = Server.key()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for task in 0..<100 {
                    group.addTask {
                        for round in 0..<50 {
                            let text = "\(task) \(round)"
                            let answer = try await client.send("ECHO", .string(text))
                            #expect(answer.string == text)
                        }
                        _ = try await client.increment(key)
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await client.increment(key, by: 0) == 100)
        }
    }

    @Test("a refused command fails alone, in a batch as well")
    func refusals() async throws {
        try await Server.with { (client: RedisClient) async throws in
            let key = Server.key()
            try await client.set(key, "text")
            let error = await #expect(throws: RedisError.self) { try await client.increment(key) }
            #expect(error?.code == .server)
            #expect(error?.message.contains("not an integer") == true)
            let answers = try await client.sendAll([
                RedisCommand(["GET", .string(key)]), RedisCommand(["INCR", .string(key)]), RedisCommand(["NONSENSE"]),
                RedisCommand(["STRLEN", .string(key)]),
            ])
            #expect(answers[0].string == "text")
            #expect(answers[1].errorMessage != nil)
            #expect(answers[2].errorMessage?.hasPrefix("ERR unknown command") == true)
            #expect(answers[3].integer == 4)
            #expect(try await client.sendAll([]).isEmpty)
        }
    }

    @Test("streams: explicit ids, refusal of a repeat, ranges, trimming")
    func streams() async throws {
        try await Server.with { (client: RedisClient) async throws in
            let key = Server.key()
            #expect(try await client.xinfoStream(key) == nil)
            let commands = (1...300).map {
                RedisCommand.xadd(key, position: Int64($0), fields: [("n", Array("\($0)".utf8)), ("b", [0, 255])])
            }
            #expect(try await client.sendAll(commands).allSatisfy { $0.errorMessage == nil })
            let repeated = try await client.sendAll([commands[299], commands[10]])
            #expect(repeated.allSatisfy { $0.errorMessage?.contains("equal or smaller") == true })
            #expect(try await client.xlen(key) == 300)
            let info = try #require(try await client.xinfoStream(key))
            #expect(info.lastGeneratedID == StreamID(300))
            #expect(info.firstID == StreamID(1))
            let range = try await client.xrange(key, from: StreamID(7), to: StreamID(9), count: 10)
            #expect(range.map(\.id) == [StreamID(7), StreamID(8), StreamID(9)])
            #expect(range[0]["n"] == Array("7".utf8))
            #expect(range[0]["b"] == [0, 255])
            #expect(range[0]["missing"] == nil)
            #expect(try await client.xrevrange(key, count: 1).first?.id == StreamID(300))
            let read = try await client.xread([(key, StreamID(298)), (Server.key("none"), .zero)], count: 10)
            #expect(read.map(\.key) == [key])
            #expect(read[0].entries.map(\.id) == [StreamID(299), StreamID(300)])
            try await client.xtrim(key, below: 250)
            let trimmed = try await client.xlen(key)
            #expect((51...150).contains(trimmed))
            #expect(try await client.xinfoStream(key)?.lastGeneratedID == StreamID(300))
        }
    }

    @Test("scripts are sent once, and again when Redis has forgotten them")
    func scripts() async throws {
        try await Server.with { (client: RedisClient) async throws in
            let script = RedisScript("return {KEYS[1], ARGV[1] + 1} -- \(UUID())")
            for round in 1...3 {
                let answer = try await client.evaluate(script, keys: ["k"], arguments: [.integer(Int64(round))])
                #expect(answer == .array([.bytes(Array("k".utf8)), .integer(Int64(round + 1))]))
                if round == 2 { _ = try await client.send("SCRIPT", "FLUSH") }
            }
        }
    }

    @Test("keys expire, and are set only once where that is asked for")
    func expiry() async throws {
        try await Server.with { (client: RedisClient) async throws in
            let key = Server.key()
            let isFirst = try await client.set(key, "1", expireMilliseconds: 60_000, onlyIfAbsent: true)
            #expect(isFirst)
            #expect(try await !client.set(key, "2", onlyIfAbsent: true))
            #expect(try await client.get(key) == Array("1".utf8))
            #expect(try await client.expire(key, milliseconds: 1))
            #expect(try await eventually { try await client.get(key) == nil })
        }
    }

    @Test("a host name is resolved, a unix socket is a path, and a database is chosen")
    func addresses() async throws {
        let address = try await TestServers.redis()
        var configuration = Server.configuration(address)
        configuration.host = "localhost"
        configuration.database = 3
        let key = Server.key()
        try await Server.with(configuration) { (client: RedisClient) async throws in
            try await client.set(key, "three")
            try await client.ping()
        }
        try await Server.with { (client: RedisClient) async throws in #expect(try await client.get(key) == nil) }
        var nowhere = configuration
        nowhere.host = "/nonexistent/socket"
        nowhere.connectTimeoutMilliseconds = 100
        try await Server.with(nowhere) { (client: RedisClient) async throws in
            let error = await #expect(throws: RedisError.self) { try await client.ping() }
            #expect(error?.code == .notConnected)
        }
    }
}

@Suite("Redis client in trouble")
struct RedisTroubleTests {
    @Test("a lost connection fails what was on its way, and comes back by itself", .timeLimit(.minutes(5)))
    func reconnect() async throws {
        let server = try await PrivateRedis()
        try await Server.with(Server.configuration(server.address)) { (client: RedisClient) async throws in
            try await client.set("a", "1")
            let before = client.connections
            let blocked = Task { try await client.send("BLPOP", "nothing", "0") }
            #expect(try await eventually { try await server.blockedClients() == 1 })
            await server.kill(losingData: true)
            let error = await #expect(throws: RedisError.self) { try await blocked.value }
            #expect(error?.code == .connectionLost)
            #expect(await eventually { !client.isConnected })
            try await server.start()
            // Waits for the connection rather than failing.
            #expect(try await client.get("a") == nil)
            #expect(client.connections == before + 1)
        }
        await server.remove()
    }

    @Test("a command waits for a connection no longer than it should", .timeLimit(.minutes(5)))
    func noServer() async throws {
        var configuration = RedisConfiguration(port: 1)
        configuration.connectTimeoutMilliseconds = 500
        try await Server.with(configuration) { (client: RedisClient) async throws in
            let start = ContinuousClock.now
            let error = await #expect(throws: RedisError.self) { try await client.ping() }
            #expect(error?.code == .notConnected)
            #expect(error?.message.contains("refused") == true)
            #expect(ContinuousClock.now - start < .seconds(10))
            #expect(error?.isConnectionProblem == true)
        }
    }

    @Test("a server that does not answer is given up, with all that waits for it", .timeLimit(.minutes(5)))
    func silence() async throws {
        let server = try await PrivateRedis()
        var configuration = Server.configuration(server.address)
        configuration.commandTimeoutMilliseconds = 150
        try await Server.with(configuration) { (client: RedisClient) async throws in
            try await client.ping()
            let stuck = Task { try await client.send("BLPOP", "nothing", "0") }
            let behind = Task { try await client.send("PING") }
            #expect(await #expect(throws: RedisError.self) { try await stuck.value }?.code == .timeout)
            #expect(await #expect(throws: RedisError.self) { try await behind.value }?.code == .timeout)
            try await client.ping()
            #expect(client.connections == 2)
        }
        await server.remove()
    }

    @Test("a cancelled task gets no answer and disturbs nobody", .timeLimit(.minutes(5)))
    func cancellation() async throws {
        let server = try await PrivateRedis()
        try await Server.with(Server.configuration(server.address)) { (client: RedisClient) async throws in
            try await client.ping()
            let waiting = Task { try await client.send("BLPOP", "list", "0") }
            #expect(try await eventually { try await server.blockedClients() == 1 })
            let behind = Task { try await client.send("ECHO", "still here") }
            waiting.cancel()
            #expect(await #expect(throws: RedisError.self) { try await waiting.value }?.code == .cancelled)
            // The answer that nobody wants any more is dropped, and the next ones find their owners.
            try await Server.with(Server.configuration(server.address)) { other in
                _ = try await other.send("RPUSH", "list", "x")
            }
            #expect(try await behind.value.string == "still here")
            let early = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                return try await client.send("ECHO", "never")
            }
            #expect(await #expect(throws: RedisError.self) { try await early.value }?.code == .cancelled)
            #expect(try await client.send("ECHO", "on").string == "on")
        }
        await server.remove()
    }

    @Test("more than the bound is refused at once", .timeLimit(.minutes(5)))
    func queueFull() async throws {
        let server = try await PrivateRedis()
        var configuration = Server.configuration(server.address)
        configuration.maximumOutstanding = 3
        configuration.commandTimeoutMilliseconds = 60_000
        try await Server.with(configuration) { (client: RedisClient) async throws in
            try await client.ping()
            let held = [Task { try await client.send("BLPOP", "list", "0") }]
            #expect(try await eventually { try await server.blockedClients() == 1 })
            let pings = [RedisCommand](repeating: RedisCommand(["PING"]), count: 3)
            #expect(await #expect(throws: RedisError.self) { try await client.sendAll(pings) }?.code == .queueFull)
            for task in held { task.cancel() }
        }
        await server.remove()
    }

    @Test("a wrong password is refused with the server's words", .timeLimit(.minutes(5)))
    func password() async throws {
        let server = try await PrivateRedis(password: "right")
        try await Server.with(Server.configuration(server.address)) { client in try await client.ping() }
        var configuration = Server.configuration(server.address)
        configuration.password = "wrong"
        let client = RedisClient(configuration: configuration, eventLoop: Server.loop, logger: Server.logger)
        let waiting = Task { try await client.ping() }
        #expect(await #expect(throws: RedisError.self) { try await client.run() }?.code == .authentication)
        #expect(await #expect(throws: RedisError.self) { try await waiting.value }?.code == .authentication)
        await server.remove()
    }

    @Test("something that is no Redis is survived", .timeLimit(.minutes(5)))
    func noise() async throws {
        let listener = try NoiseServer(
            bytes: Array("+PONG\r\n+OK\r\n+OK\r\n*2\r\n+a\r\n+b\r\n*2\r\n+a\r\n+noeviction\r\n+more\r\n:1\r\n".utf8))
        defer { listener.close() }
        var configuration = RedisConfiguration(port: listener.port)
        configuration.refusesEviction = false
        configuration.connectTimeoutMilliseconds = 300
        configuration.commandTimeoutMilliseconds = 300
        try await Server.with(configuration) { (client: RedisClient) async throws in
            // Answers to what nobody asked end the connection, not the process; some are taken for answers to what was.
            for _ in 0..<50 { _ = try? await client.ping() }
        }
        let junk = try NoiseServer(bytes: Array("HTTP/1.1 400 Bad Request\r\n\r\n".utf8))
        defer { junk.close() }
        configuration.port = junk.port
        try await Server.with(configuration) { (client: RedisClient) async throws in
            #expect(await #expect(throws: RedisError.self) { try await client.ping() }?.code == .notConnected)
        }
    }

    @Test("an array that is announced and never sent costs no memory, and whatever waits for it fails", .timeLimit(.minutes(5)))
    func boast() async throws {
        // The greeting's answers, then the largest array that the protocol's parser takes for one.
        let boaster = try NoiseServer(bytes: Array("+OK\r\n*2147483647\r\n*2147483647\r\n+a\r\n".utf8))
        defer { boaster.close() }
        var configuration = RedisConfiguration(port: boaster.port)
        configuration.refusesEviction = false
        configuration.connectTimeoutMilliseconds = 300
        configuration.commandTimeoutMilliseconds = 300
        try await Server.with(configuration) { (client: RedisClient) async throws in
            for _ in 0..<3 {
                let error = await #expect(throws: RedisError.self) { try await client.ping() }
                #expect(error?.isConnectionProblem == true)
            }
        }
    }

    @Test("a shutdown lets answers on their way arrive", .timeLimit(.minutes(5)))
    func shutdown() async throws {
        let client = RedisClient(
            configuration: Server.configuration(try await TestServers.redis()), eventLoop: Server.loop, logger: Server.logger)
        let group = ServiceGroup(services: [client], logger: Server.logger)
        let running = Task { try await group.run() }
        try await client.ping()
        let answers = (0..<50).map { number in Task { try await client.send("ECHO", .string("\(number)")) } }
        try await client.ping()
        await group.triggerGracefulShutdown()
        try await running.value
        for (number, answer) in answers.enumerated() { #expect(try await answer.value.string == "\(number)") }
        #expect(await #expect(throws: RedisError.self) { try await client.ping() }?.code == .closed)
    }
}
