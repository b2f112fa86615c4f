import Contracts
import HTTPTypes
import Messaging

/// A service's own outbox, for consumers that find a gap in Redis.
enum InternalEventRoutes {
    static func routes(_ reader: OutboxReader) -> [Route] {
        [
            Route(.get, InternalRoutes.events, access: .installation, query: ["partition", "after", "limit"]) { request in
                guard let partition = try request.query.int("partition", in: 0...(Partition.count - 1)) else {
                    throw Problem.badQuery("partition", "is required")
                }
                let after = try request.query.int("after", in: 0...Int.max) ?? 0
                let limit = try request.query.int("limit", in: 1...InternalRoutes.eventsPageMaximum)
                return try .json(
                    await reader.page(
                        partition: partition, after: Int64(after), limit: limit ?? InternalRoutes.eventsPageMaximum))
            },
            Route(.get, InternalRoutes.heads, access: .installation) { _ in try .json(await reader.heads()) },
        ]
    }
}
