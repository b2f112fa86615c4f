import Contracts
import Foundation
import Redis

/// The streams of events as Redis holds them.
struct RedisFeedStreams: FeedStreams {
    /// Entries of one stream in one read.
    private static let batch = 200

    let redis: RedisClient
    let reader: RedisReader

    func last(_ stream: FeedStream) async throws -> Int64? {
        try await redis.xinfoStream(stream.key).map { Int64(clamping: $0.lastGeneratedID.major) }
    }

    func page(_ stream: FeedStream, after position: Int64, limit: Int) async throws -> [FeedEntry] {
        let start = StreamID(UInt64(max(0, position)) + 1)
        return try await redis.xrange(stream.key, from: start, count: limit).compactMap(Self.entry)
    }

    func wait(after positions: [FeedStream: Int64], milliseconds: Int) async throws -> [FeedStream: [FeedEntry]] {
        let streams = Dictionary(uniqueKeysWithValues: positions.keys.map { ($0.key, $0) })
        let batches = try await reader.read(
            positions.map { (key: $0.key.key, after: StreamID(UInt64(max(0, $0.value)))) }, count: Self.batch,
            blockMilliseconds: UInt64(milliseconds))
        var found: [FeedStream: [FeedEntry]] = [:]
        for batch in batches {
            guard let stream = streams[batch.key] else { continue }
            found[stream] = batch.entries.compactMap(Self.entry)
        }
        return found
    }

    private static func entry(_ entry: StreamEntry) -> FeedEntry? {
        guard let position = Int64(exactly: entry.id.major), let json = entry[StreamField.event] else { return nil }
        return FeedEntry(position: position, json: Data(json))
    }
}
