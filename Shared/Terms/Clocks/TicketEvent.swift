/// Something that happened to a support request and that its clocks listen to.
public struct TicketEvent: Hashable, Sendable, Codable {
    /// What happened.
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// It was received, with a priority.
        case created
        /// Its priority changed.
        case priority
        /// A person answered for everybody to see. Automatic answers and internal notes are not this.
        case responded
        /// It waits for the customer.
        case waitingOnCustomer = "waiting_on_customer"
        /// The customer replied.
        case customerReplied = "customer_replied"
        case resolved
        case reopened
    }

    /// What happened.
    public let kind: Kind
    /// When.
    public let at: Instant
    /// The priority from now on; nil where it does not change.
    public let priority: String?

    /// Something that happened at an instant.
    public init(_ kind: Kind, at: Instant, priority: String? = nil) {
        self.kind = kind
        self.at = at
        self.priority = priority
    }
}
