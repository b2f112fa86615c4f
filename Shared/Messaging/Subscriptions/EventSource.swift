import Contracts

/// Where a consumer reads what its stream does not have: the producer's outbox.
public protocol EventSource: Sendable {
    /// The events of a producer's partition after a position.
    func page(from producer: ServiceName, partition: Int, after: Int64, limit: Int) async throws -> EventPage
    /// The last position of each of a producer's partitions, by partition.
    func heads(of producer: ServiceName) async throws -> [Int64]
}

/// Reads outboxes directly, where they can be reached: in tests, and where consumer and producer share a process.
public struct DirectEventSource: EventSource {
    private let readers: [ServiceName: OutboxReader]

    /// A source over the given producers' outboxes.
    public init(_ readers: [ServiceName: OutboxReader]) {
        self.readers = readers
    }

    /// - Throws: ``MessagingError`` when the producer is not among the readers; `PostgresError`.
    public func page(from producer: ServiceName, partition: Int, after: Int64, limit: Int) async throws -> EventPage {
        try await reader(producer).page(partition: partition, after: after, limit: limit)
    }

    /// - Throws: ``MessagingError`` when the producer is not among the readers; `PostgresError`.
    public func heads(of producer: ServiceName) async throws -> [Int64] {
        try await reader(producer).heads()
    }

    private func reader(_ producer: ServiceName) throws -> OutboxReader {
        guard let reader = readers[producer] else {
            throw MessagingError(.eventsLost, "the outbox of \(producer.rawValue) cannot be reached")
        }
        return reader
    }
}
