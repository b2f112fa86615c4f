/// Paths that services serve to each other and to nobody else, on the inner port, behind the installation's token.
public enum InternalRoutes {
    /// `GET /internal/events?partition=&after=&limit=` answers an ``EventPage`` of the service's own outbox.
    public static let events = "/internal/events"
    /// `GET /internal/events/heads` answers the last position of each partition, by partition.
    public static let heads = "/internal/events/heads"
    /// `GET /internal/dead-letters?limit=&cursor=` answers a page of ``DeadLetterResource``, oldest first;
    /// `POST /internal/dead-letters/{id}/retry` and `…/discard` answer a ``DeadLetterDecision``.
    public static let deadLetters = "/internal/dead-letters"
    /// `GET /internal/overview`, with a caller's own token, answers the service's parts of the overview as that caller may see
    /// them: of each an ``OverviewList``, by the part's name.
    public static let overview = "/internal/overview"
    /// `GET /internal/status-page?tenant=` answers what the service knows of a tenant's public status page: Agreements by key a
    /// ``PublicTenant``, Availability by id ``PublicServices``, Ticketing by id ``PublicIncidents``.
    public static let statusPage = "/internal/status-page"
    /// The most events that a page of ``events`` holds.
    public static let eventsPageMaximum = 500
}

/// A stretch of one partition of a service's outbox, in order.
public struct EventPage: Sendable, Codable {
    /// One event as it was stored.
    public struct Entry: Sendable, Codable {
        /// Its place in the partition; the first is 1, and there are no gaps.
        public let position: Int64
        /// The CloudEvents JSON, byte for byte.
        public let envelope: String

        /// An event at its position.
        public init(position: Int64, envelope: String) {
            self.position = position
            self.envelope = envelope
        }
    }

    /// The events after the position that was asked for.
    public let data: [Entry]
    /// The last position that the partition has; 0 when it has none.
    public let head: Int64
    /// The first position that is still kept; what lies before is gone for good.
    public let oldest: Int64

    /// A page of events.
    public init(data: [Entry], head: Int64, oldest: Int64) {
        self.data = data
        self.head = head
        self.oldest = oldest
    }
}
