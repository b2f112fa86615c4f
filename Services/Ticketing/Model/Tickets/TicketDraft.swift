import Contracts
import Terms

/// What a request says that makes a ticket.
struct TicketDraft: Sendable, Equatable {
    let customer: CustomerID?
    /// The id or key of a service.
    let service: String?
    let subject: String
    let text: String
    let priority: String?
    let channel: String?
    let requester: MemberID?
    let details: [TicketResource.Detail]

    /// Reads a body; problems are noted with the reader.
    ///
    /// - Parameter party: on whose side the sender is: the provider must say for whom it asks.
    init(_ body: NodeReader, by party: TicketMessageResource.Party) {
        customer = body.ifPresent("customer") { $0.id() }
        if party == .provider, !body.has("customer") { body["customer"].fail("is required for a key that is of no customer") }
        service = body.ifPresent("service") { $0.text(1...64) }
        subject = body["subject"].text(1...Bounds.subject)
        text = body["text"].prose(1...Bounds.text)
        priority = body.ifPresent("priority") { $0.key() }
        channel = body.ifPresent("channel") { $0.key() }
        requester = body.ifPresent("requester") { $0.id() }
        details = TicketResource.Detail.list(body)
    }
}

extension TicketResource.Detail {
    /// Reads the facts that a body states.
    static func list(_ body: NodeReader) -> [TicketResource.Detail] {
        body.ifPresent("details") { list in
            list.requireDistinct("name")
            return list.list(0...Bounds.details) {
                TicketResource.Detail(name: $0["name"].text(1...Bounds.subject), text: $0["text"].prose(1...Bounds.detail))
            }
        } ?? []
    }
}

/// What a request says that somebody says.
struct MessageDraft: Sendable, Equatable {
    let text: String
    let audience: TicketMessageResource.Audience
    let automatic: Bool
    let details: [TicketResource.Detail]

    /// Reads a body. A customer's own people speak for everybody to hear, and for themselves.
    init(_ body: NodeReader, by party: TicketMessageResource.Party) {
        text = body["text"].prose(1...Bounds.text)
        audience = body.ifPresent("audience") { $0.choice() } ?? .everybody
        automatic = body.ifPresent("automatic") { $0.bool() } ?? false
        details = TicketResource.Detail.list(body)
        guard party == .customer else { return }
        if audience == .internal { body["audience"].fail("must be public") }
        if automatic { body["automatic"].fail("is for the provider's machines") }
    }
}

/// What a request says about where a ticket is to go.
struct StatusDraft: Sendable, Equatable {
    let status: TicketResource.Status
    let reason: String?
    /// The ticket that it goes on in; nil where it is not merged.
    let mergedInto: TicketID?

    /// Reads a body.
    init(_ body: NodeReader) {
        status = body["status"].choice()
        reason = body.ifPresent("reason") { $0.prose(1...Bounds.reason) }
        mergedInto = body.ifPresent("merged_into") { $0.id() }
        if mergedInto != nil, status != .closed { body["merged_into"].fail("is only taken with the status closed") }
        if status == .new { body["status"].fail("must not be new: no ticket becomes new again") }
    }
}

/// What a request says about how urgent a ticket is to be.
struct PriorityDraft: Sendable, Equatable {
    let priority: String
    let reason: String?
    /// Whether the change is meant although it breaches a promise at once.
    let confirmed: Bool

    /// Reads a body.
    init(_ body: NodeReader) {
        priority = body["priority"].key()
        reason = body.ifPresent("reason") { $0.prose(1...Bounds.reason) }
        confirmed = body.ifPresent("confirmed") { $0.bool() } ?? false
    }
}

/// What a request says about a ticket's particulars: all of them, as they are to be.
struct TicketEdit: Sendable, Equatable {
    let subject: String
    let assignee: String?

    /// Reads a body.
    init(_ body: NodeReader) {
        subject = body["subject"].text(1...Bounds.subject)
        assignee = body.ifPresent("assignee") {
            $0.parsed("a key, an id or an e-mail address", standIn: "") { Bounds.isWord($0) ? $0 : nil }
        }
    }
}
