import Terms

/// An event that a service put aside because its effect failed, as its operator sees it. What the event says is not shown.
public struct DeadLetterResource: Sendable, Codable, Equatable {
    /// The event.
    public let id: EventID
    /// Whose event it is; the platform's when it could not even be read.
    public let tenant: TenantID
    /// Which part of the service failed.
    public let consumer: String
    /// The service that told it.
    public let producer: String
    /// Its type.
    public let type: String
    /// What it is about.
    public let subject: String
    /// Its partition.
    public let partition: Int
    /// Its place in the partition.
    public let position: Int64
    /// What the last attempt failed of.
    public let error: String
    /// How often it was tried.
    public let attempts: Int
    /// When it was put aside.
    public let diedAt: Instant

    /// A dead letter.
    public init(
        id: EventID, tenant: TenantID, consumer: String, producer: String, type: String, subject: String, partition: Int,
        position: Int64, error: String, attempts: Int, diedAt: Instant
    ) {
        self.id = id
        self.tenant = tenant
        self.consumer = consumer
        self.producer = producer
        self.type = type
        self.subject = subject
        self.partition = partition
        self.position = position
        self.error = error
        self.attempts = attempts
        self.diedAt = diedAt
    }
}
