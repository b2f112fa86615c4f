/// What became of a dead letter: it was tried again and its effect is there now, or it shall have none.
public struct DeadLetterDecision: Sendable, Codable, Equatable {
    /// What an operator can decide.
    public enum Outcome: String, Sendable, Codable {
        /// The effect is there now.
        case retried
        /// There will be no effect. The event itself stays with its producer.
        case discarded
    }

    /// The event.
    public let id: EventID
    /// What was decided.
    public let outcome: Outcome
    /// The consumers that had put it aside.
    public let consumers: [String]

    /// A decision that holds.
    public init(id: EventID, outcome: Outcome, consumers: [String]) {
        self.id = id
        self.outcome = outcome
        self.consumers = consumers
    }
}
