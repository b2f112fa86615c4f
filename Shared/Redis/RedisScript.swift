import EventLoop

/// A Lua script, which Redis compiles once and then knows by the name that it gave it.
public struct RedisScript: Sendable, Hashable {
    /// The Lua text.
    public let text: String

    /// A script.
    public init(_ text: String) {
        self.text = text
    }
}

extension RedisClient {
    /// Runs a script; sends its text only when this Redis has not seen it yet (or has lost it).
    public func evaluate(
        _ script: RedisScript, keys: [String], arguments: [RedisArgument] = []
    ) async throws(RedisError) -> RedisValue {
        let rest: [RedisArgument] = [.integer(Int64(keys.count))] + keys.map { .string($0) } + arguments
        if let name = scriptNames.withLock({ $0[script.text] }) {
            do {
                return try await send(RedisCommand(["EVALSHA", .string(name)] + rest))
            } catch  where error.code == .server && error.message.hasPrefix("NOSCRIPT") {
                // Redis was restarted or flushed since.
            }
        }
        guard let name = try await send("SCRIPT", "LOAD", .string(script.text)).string else {
            throw RedisError(.unexpectedReply, "SCRIPT LOAD answers a name")
        }
        scriptNames.withLock { $0[script.text] = name }
        return try await send(RedisCommand(["EVALSHA", .string(name)] + rest))
    }
}
