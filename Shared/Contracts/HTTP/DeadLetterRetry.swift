/// What became of a dead letter that was tried again: its effect is there now.
public struct DeadLetterRetry: Sendable, Codable, Equatable {
    /// The event.
    public let id: EventID
    /// The consumers that had put it aside, and have its effect now.
    public let consumers: [String]

    /// An event whose effects are there now.
    public init(id: EventID, consumers: [String]) {
        self.id = id
        self.consumers = consumers
    }
}
