/// What a read found in one stream.
public struct StreamBatch: Sendable, Hashable {
    /// The stream.
    public let key: String
    /// Its entries, in order; never empty.
    public let entries: [StreamEntry]

    static func command(
        _ positions: [(key: String, after: StreamID)], count: Int, blockMilliseconds: UInt64?
    ) -> RedisCommand {
        var arguments: [RedisArgument] = ["XREAD", "COUNT", .integer(Int64(count))]
        if let blockMilliseconds { arguments += ["BLOCK", .integer(Int64(blockMilliseconds))] }
        arguments.append("STREAMS")
        arguments += positions.map { .string($0.key) }
        arguments += positions.map { .string($0.after.description) }
        return RedisCommand(arguments)
    }

    static func list(_ value: RedisValue) throws(RedisError) -> [StreamBatch] {
        if value.isNull { return [] }
        guard let values = value.array else { throw RedisError(.unexpectedReply, "XREAD answers a list of streams") }
        var batches: [StreamBatch] = []
        for value in values {
            guard let pair = value.array, pair.count == 2, let key = pair[0].string else {
                throw RedisError(.unexpectedReply, "XREAD answers pairs of stream and entries")
            }
            batches.append(StreamBatch(key: key, entries: try StreamEntry.list(pair[1])))
        }
        return batches
    }
}
