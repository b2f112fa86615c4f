import Testing

@testable import Redis

@Suite("Commands on the wire")
struct RedisCommandTests {
    private func text(_ command: RedisCommand) -> String { String(decoding: command.encoded, as: UTF8.self) }

    @Test("arguments are counted in bytes, whatever they hold")
    func encoding() {
        #expect(text(RedisCommand(["SET", "clé", 17])) == "*3\r\n$3\r\nSET\r\n$4\r\nclé\r\n$2\r\n17\r\n")
        let binary = RedisCommand(["SET", .bytes([0, 13, 10, 255]), ""])
        #expect(binary.encoded.count == text(RedisCommand(["SET", "1234", ""])).utf8.count)
        #expect(binary.encoded.contains(255))
    }

    @Test("an entry at a position")
    func xadd() {
        let command = RedisCommand.xadd("{3}:s", position: 1_234_567_890_123, fields: [("id", Array("x".utf8))])
        #expect(text(command) == "*5\r\n$4\r\nXADD\r\n$5\r\n{3}:s\r\n$15\r\n1234567890123-0\r\n$2\r\nid\r\n$1\r\nx\r\n")
        for position in [1, 9, 10, 99, 100, Int64.max] as [Int64] {
            let encoded = text(.xadd("s", position: position, fields: []))
            let id = "\(position)-0"
            #expect(encoded.hasSuffix("$\(id.utf8.count)\r\n\(id)\r\n"))
        }
    }
}

@Suite("Building replies")
struct ReplyBuilderTests {
    @Test("nested arrays are complete with their last element")
    func nested() {
        let builder = ReplyBuilder()
        builder.beginArray(count: 2)
        builder.beginArray(count: 1)
        builder.add(.integer(1))
        #expect(builder.take() == nil)
        builder.beginArray(count: 2)
        builder.beginArray(count: 0)
        builder.add(.null)
        #expect(builder.take() == .array([.array([.integer(1)]), .array([.array([]), .null])]))
        builder.add(.status("OK"))
        #expect(builder.take() == .status("OK"))
        #expect(builder.take() == nil)
    }
}

@Suite("The life of a connection")
struct LinkStateTests {
    private func state() -> LinkState { LinkState(backoff: Backoff(minimumMilliseconds: 10, maximumMilliseconds: 80)) }

    @Test("from start to ready, lost, and ready again")
    func life() {
        var (state, dice) = (state(), SystemRandomNumberGenerator())
        #expect(state.start() == .connect)
        #expect(state.start() == .none)
        #expect(state.connected() == .greet)
        #expect(!state.wasReady)
        #expect(state.greeted() == .flush)
        #expect(state.wasReady)
        guard case .pause = state.lost(using: &dice) else {
            Issue.record("a lost connection is followed by a pause")
            return
        }
        #expect(state.lost(using: &dice) == .none)
        #expect(state.connected() == .none)
        #expect(state.pauseOver() == .connect)
        #expect(state.stop() == .giveUp)
        #expect(state.stop() == .none)
        #expect(state.pauseOver() == .none)
        #expect(state.lost(using: &dice) == .none)
    }

    @Test("pauses double up to a maximum, are cut at random, and begin anew after success")
    func backoff() {
        var (backoff, dice) = (Backoff(minimumMilliseconds: 10, maximumMilliseconds: 80), SystemRandomNumberGenerator())
        for whole in [10, 20, 40, 80, 80, 80] as [UInt64] {
            #expect((whole / 2...whole).contains(backoff.next(using: &dice)))
        }
        for _ in 0..<200 { #expect(backoff.next(using: &dice) <= 80) }
        backoff.reset()
        #expect(backoff.next(using: &dice) <= 10)
    }
}

@Suite("Greeting")
struct GreetingTests {
    private let open = RedisConfiguration()
    private let closed = RedisConfiguration(password: "secret")
    private func policy(_ name: String) -> RedisValue {
        .array([.bytes(Array("maxmemory-policy".utf8)), .bytes(Array(name.utf8))])
    }

    @Test("a server that is starting is asked again; one that refuses is not")
    func outcomes() {
        let ok = RedisValue.status("OK")
        #expect(Greeting.outcome([.status("PONG"), ok, ok, policy("noeviction")], open) == .ready)
        #expect(
            Greeting.outcome([.error("LOADING Redis is loading"), ok, ok, policy("noeviction")], open)
                == .later("LOADING Redis is loading"))
        for words in ["NOAUTH Authentication required.", "ERR invalid password"] {
            guard case .refused(let error) = Greeting.outcome([.error(words), ok, ok, ok], open) else {
                Issue.record("\(words) is a refusal")
                continue
            }
            #expect(error.code == .authentication)
        }
        guard
            case .refused(let error) = Greeting.outcome(
                [.error("WRONGPASS invalid username-password pair"), ok, ok, ok, ok], closed)
        else {
            Issue.record("a wrong password is a refusal")
            return
        }
        #expect(error.code == .authentication)
    }

    @Test(
        "a policy that evicts is refused; a server that does not say is not",
        arguments: ["allkeys-lru", "volatile-ttl", "allkeys-random"])
    func policies(name: String) {
        let ok = RedisValue.status("OK")
        guard case .refused(let error) = Greeting.outcome([ok, ok, ok, policy(name)], open) else {
            Issue.record("\(name) evicts")
            return
        }
        #expect(error.code == .evictingPolicy)
        #expect(error.message.contains(name))
        #expect(Greeting.outcome([ok, ok, ok, .error("NOPERM no CONFIG here")], open) == .ready)
        var cache = open
        cache.refusesEviction = false
        #expect(Greeting.outcome([ok, ok, ok, policy(name)], cache) == .ready)
    }
}
