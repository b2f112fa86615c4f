extension RedisCommand {
    /// `XADD key position-0 name value …`: an entry at a place of its own. Redis refuses an id that is not above its last.
    public static func xadd(_ key: String, position: Int64, fields: [(name: String, value: [UInt8])]) -> RedisCommand {
        let size = fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.count + 32 }
        var command = RedisCommand(count: 3 + fields.count * 2, capacity: 80 + key.utf8.count + size)
        command.append("XADD")
        command.append(key)
        command.append(streamPosition: position)
        for field in fields {
            command.append(field.name)
            command.append(field.value)
        }
        return command
    }

    /// `XTRIM key MINID ~ position-0`: what lies before the position may go (Redis keeps up to a node of 100 entries more).
    public static func xtrim(_ key: String, below position: Int64) -> RedisCommand {
        RedisCommand(["XTRIM", .string(key), "MINID", "~", .string("\(position)-0")])
    }

    /// `XRANGE key position-0 position-0`: the one entry at a place.
    public static func xrange(_ key: String, at position: Int64) -> RedisCommand {
        RedisCommand(["XRANGE", .string(key), .string("\(position)-0"), .string("\(position)-0")])
    }

    /// `XINFO STREAM key`.
    public static func xinfoStream(_ key: String) -> RedisCommand {
        RedisCommand(["XINFO", "STREAM", .string(key)])
    }
}

/// What `XINFO STREAM` says of a stream.
public struct StreamInfo: Sendable, Hashable {
    /// How many entries it holds.
    public let length: Int
    /// The id of the last entry that was ever added, even if it is gone.
    public let lastGeneratedID: StreamID
    /// The first entry that is still there.
    public let firstID: StreamID?

    /// Reads the answer of ``RedisCommand/xinfoStream(_:)``; nil when there is no such stream.
    public init?(_ value: RedisValue) throws(RedisError) {
        if let words = value.errorMessage {
            guard words.hasPrefix("ERR no such key") else { throw RedisError(.server, words) }
            return nil
        }
        guard let flat = value.array else { throw RedisError(.unexpectedReply, "XINFO STREAM answers a list") }
        var length: Int64?
        var last: StreamID?
        var first: StreamID?
        for index in stride(from: 0, to: flat.count - 1, by: 2) {
            switch flat[index].string {
            case "length": length = flat[index + 1].integer
            case "last-generated-id": last = flat[index + 1].string.flatMap { StreamID($0) }
            case "first-entry": first = flat[index + 1].array?.first?.string.flatMap { StreamID($0) }
            default: break
            }
        }
        guard let length, let last else {
            throw RedisError(.unexpectedReply, "XINFO STREAM lacks length or last-generated-id")
        }
        self.length = Int(length)
        self.lastGeneratedID = last
        self.firstID = first
    }
}

extension RedisClient {
    /// Adds an entry; returns its id. `id` nil lets Redis choose.
    @discardableResult
    public func xadd(
        _ key: String, id: StreamID? = nil, fields: [(name: String, value: [UInt8])]
    ) async throws(RedisError) -> StreamID {
        var arguments: [RedisArgument] = ["XADD", .string(key), .string(id?.description ?? "*")]
        for field in fields { arguments += [.string(field.name), .bytes(field.value)] }
        guard let added = try await send(RedisCommand(arguments)).string.flatMap({ StreamID($0) }) else {
            throw RedisError(.unexpectedReply, "XADD answers an id")
        }
        return added
    }

    /// Entries from `start` to `end`, both included, at most `count`.
    public func xrange(
        _ key: String, from start: StreamID? = nil, to end: StreamID? = nil, count: Int
    ) async throws(RedisError) -> [StreamEntry] {
        try StreamEntry.list(
            await send(
                "XRANGE", .string(key), .string(start?.description ?? "-"), .string(end?.description ?? "+"), "COUNT",
                .integer(Int64(count))))
    }

    /// Entries from `end` back to `start`, both included, at most `count`.
    public func xrevrange(
        _ key: String, from end: StreamID? = nil, to start: StreamID? = nil, count: Int
    ) async throws(RedisError) -> [StreamEntry] {
        try StreamEntry.list(
            await send(
                "XREVRANGE", .string(key), .string(end?.description ?? "+"), .string(start?.description ?? "-"), "COUNT",
                .integer(Int64(count))))
    }

    /// Entries after the given ids, without waiting, at most `count` a stream.
    public func xread(_ positions: [(key: String, after: StreamID)], count: Int) async throws(RedisError) -> [StreamBatch] {
        guard !positions.isEmpty else { return [] }
        return try StreamBatch.list(await send(StreamBatch.command(positions, count: count, blockMilliseconds: nil)))
    }

    /// How many entries a stream holds; 0 when there is none.
    public func xlen(_ key: String) async throws(RedisError) -> Int {
        Int(try await send("XLEN", .string(key)).integer ?? 0)
    }

    /// What is known of a stream; nil when there is none.
    public func xinfoStream(_ key: String) async throws(RedisError) -> StreamInfo? {
        try StreamInfo(await sendAll([.xinfoStream(key)])[0])
    }

    /// Removes what lies before `position-0`; returns how many entries went.
    @discardableResult
    public func xtrim(_ key: String, below position: Int64) async throws(RedisError) -> Int {
        Int(try await send(.xtrim(key, below: position)).integer ?? 0)
    }
}
