/// What a change of a ticket's priority would do to its clocks, before it is made.
public struct PriorityPreview: Codable, Hashable, Sendable {
    /// The ticket.
    public let ticket: TicketID
    /// Its priority now.
    @OrNull public var priority: String?
    /// What the customer proposed.
    @OrNull public var proposedPriority: String?
    /// The priority in question.
    public let to: String?
    /// The clocks as they stand.
    public let clocks: [ClockResource]
    /// The clocks as they would stand.
    public let then: [ClockResource]?

    /// A preview for a ticket.
    public init(_ ticket: TicketResource, to: String?, clocks: [ClockResource], then: [ClockResource]?) {
        self.ticket = ticket.id
        _priority = OrNull(wrappedValue: ticket.priority)
        _proposedPriority = OrNull(wrappedValue: ticket.proposedPriority)
        self.to = to
        self.clocks = clocks
        self.then = then
    }
}
