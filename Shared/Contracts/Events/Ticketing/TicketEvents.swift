/// A customer asks for support.
public struct TicketOpened: EventPayload, Equatable {
    /// `pledge.ticketing.ticket.opened.v1`
    public static let type = "pledge.ticketing.ticket.opened.v1"
    /// The request as it stands.
    public let ticket: TicketResource
    /// What was said first.
    public let message: TicketMessageResource

    /// Tells of a new request.
    public init(ticket: TicketResource, message: TicketMessageResource) {
        self.ticket = ticket
        self.message = message
    }
}

/// A request's particulars, status or priority have changed.
public struct TicketChanged: EventPayload, Equatable {
    /// `pledge.ticketing.ticket.changed.v1`
    public static let type = "pledge.ticketing.ticket.changed.v1"
    /// The request as it stands.
    public let ticket: TicketResource
    /// Why, where a reason was given.
    public let reason: String?

    /// Tells of a change.
    public init(ticket: TicketResource, reason: String?) {
        self.ticket = ticket
        self.reason = reason
    }
}

/// Somebody said something for everybody to read. Internal notes are never told.
public struct TicketReplied: EventPayload, Equatable {
    /// `pledge.ticketing.ticket.replied.v1`
    public static let type = "pledge.ticketing.ticket.replied.v1"
    /// The request as it stands.
    public let ticket: TicketResource
    /// What was said.
    public let message: TicketMessageResource

    /// Tells of a message.
    public init(ticket: TicketResource, message: TicketMessageResource) {
        self.ticket = ticket
        self.message = message
    }
}

/// A request is resolved.
public struct TicketResolved: EventPayload, Equatable {
    /// `pledge.ticketing.ticket.resolved.v1`
    public static let type = "pledge.ticketing.ticket.resolved.v1"
    /// The request as it stands.
    public let ticket: TicketResource
    /// What was said about it.
    public let reason: String?

    /// Tells of a resolution.
    public init(ticket: TicketResource, reason: String?) {
        self.ticket = ticket
        self.reason = reason
    }
}

/// A resolved request is taken up again.
public struct TicketReopened: EventPayload, Equatable {
    /// `pledge.ticketing.ticket.reopened.v1`
    public static let type = "pledge.ticketing.ticket.reopened.v1"
    /// The request as it stands.
    public let ticket: TicketResource
    /// Why.
    public let reason: String?

    /// Tells of a reopening.
    public init(ticket: TicketResource, reason: String?) {
        self.ticket = ticket
        self.reason = reason
    }
}

/// A request says the same as an earlier one, and goes on there.
public struct TicketMerged: EventPayload, Equatable {
    /// `pledge.ticketing.ticket.merged.v1`
    public static let type = "pledge.ticketing.ticket.merged.v1"
    /// The request that is closed.
    public let ticket: TicketResource
    /// The one that goes on.
    public let into: TicketResource
    /// Why, where a reason was given.
    public let reason: String?

    /// Tells of a merger.
    public init(ticket: TicketResource, into: TicketResource, reason: String?) {
        self.ticket = ticket
        self.into = into
        self.reason = reason
    }
}
