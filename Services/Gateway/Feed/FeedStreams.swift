import Contracts
import Foundation

/// The streams of events in Redis, as the feed needs them; see ``RedisFeedStreams``.
protocol FeedStreams: Sendable {
    /// The last position that a stream has ever had; nil when there is no stream.
    func last(_ stream: FeedStream) async throws -> Int64?

    /// A page of a stream after a position, in order.
    func page(_ stream: FeedStream, after position: Int64, limit: Int) async throws -> [FeedEntry]

    /// What comes after the given positions, over all streams, waiting up to a bound for something to come.
    func wait(after positions: [FeedStream: Int64], milliseconds: Int) async throws -> [FeedStream: [FeedEntry]]
}

/// One producer's events of one partition.
struct FeedStream: Hashable, Sendable {
    let partition: Int
    let service: ServiceName

    /// The key in Redis.
    var key: String { Partition.streamKey(partition, service) }

    /// The services that produce events.
    static let producers: [ServiceName] = ServiceName.allCases.filter { $0 != .gateway }

    /// All streams of the installation.
    static let all: [FeedStream] = (0..<Partition.count).flatMap { partition in
        producers.map { FeedStream(partition: partition, service: $0) }
    }
}

/// An event as a stream or an outbox holds it.
struct FeedEntry: Sendable {
    let position: Int64
    let json: Data
}

/// The producers' own record of their events, which outlives Redis; see ``UpstreamEvents``.
protocol FeedOutboxes: Sendable {
    /// A page of a stream after a position, and the last position of all.
    func page(_ stream: FeedStream, after position: Int64, limit: Int) async throws -> (entries: [FeedEntry], head: Int64)
}
