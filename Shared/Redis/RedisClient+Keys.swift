extension RedisClient {
    /// True when Redis answers.
    public func ping() async throws(RedisError) {
        _ = try await send("PING")
    }

    /// The value of a key; nil when it is missing.
    public func get(_ key: String) async throws(RedisError) -> [UInt8]? {
        try await send("GET", .string(key)).bytes
    }

    /// Sets a key. With `onlyIfAbsent` an existing key stays as it is, and false is returned.
    @discardableResult
    public func set(
        _ key: String, _ value: RedisArgument, expireMilliseconds: UInt64? = nil, onlyIfAbsent: Bool = false
    ) async throws(RedisError) -> Bool {
        var arguments: [RedisArgument] = ["SET", .string(key), value]
        if let expireMilliseconds { arguments += ["PX", .integer(Int64(expireMilliseconds))] }
        if onlyIfAbsent { arguments.append("NX") }
        return try await !send(RedisCommand(arguments)).isNull
    }

    /// Deletes keys; returns how many there were.
    @discardableResult
    public func delete(_ keys: String...) async throws(RedisError) -> Int {
        Int(try await send(RedisCommand(["DEL"] + keys.map { .string($0) })).integer ?? 0)
    }

    /// Lets a key expire; false when there is none.
    @discardableResult
    public func expire(_ key: String, milliseconds: UInt64) async throws(RedisError) -> Bool {
        try await send("PEXPIRE", .string(key), .integer(Int64(milliseconds))).integer == 1
    }

    /// Adds to a counter and returns what it is then.
    public func increment(_ key: String, by amount: Int64 = 1) async throws(RedisError) -> Int64 {
        guard let value = try await send("INCRBY", .string(key), .integer(amount)).integer else {
            throw RedisError(.unexpectedReply, "INCRBY answers a number")
        }
        return value
    }

    /// Publishes to a channel; returns how many heard it.
    @discardableResult
    public func publish(_ channel: String, _ message: RedisArgument) async throws(RedisError) -> Int {
        Int(try await send("PUBLISH", .string(channel), message).integer ?? 0)
    }

    /// One setting of the server; nil when there is none of that name.
    public func configuration(_ name: String) async throws(RedisError) -> String? {
        guard let pair = try await send("CONFIG", "GET", .string(name)).array, pair.count == 2 else { return nil }
        return pair[1].string
    }

    /// Deletes everything in every database. For tests.
    public func flushAll() async throws(RedisError) {
        _ = try await send("FLUSHALL")
    }
}
