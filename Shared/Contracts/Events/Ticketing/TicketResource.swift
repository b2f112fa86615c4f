import Terms

/// A support request as it stands, without what was said in it.
public struct TicketResource: Codable, Hashable, Sendable {
    /// Where it stands.
    public enum Status: String, CaseIterable, Codable, Sendable {
        /// Nobody has taken it on.
        case new
        /// It is worked on.
        case open
        /// The customer is asked for something.
        case waitingOnCustomer = "waiting_on_customer"
        /// What was asked for is done; the customer or the provider may take it up again.
        case resolved
        /// It is over for good.
        case closed
    }

    /// One of the facts that the agreement asks for in a request.
    public struct Detail: Codable, Hashable, Sendable {
        /// What the agreement calls it.
        public let name: String
        /// What the customer says.
        public let text: String

        /// A fact.
        public init(name: String, text: String) {
            self.name = name
            self.text = text
        }
    }

    /// Identifies it.
    public let id: TicketID
    /// Whose request it is.
    public let customer: CustomerID
    /// The service that it is about; nil where it is about none in particular.
    public let service: ServiceID?
    /// That service's key when the request was made.
    public let serviceKey: String?
    /// What it is about, in a line.
    public var subject: String
    /// Where it stands.
    public var status: Status
    /// How urgent it is, by the agreement's words; nil where the agreement has none.
    public var priority: String?
    /// How urgent the customer said that it is; kept whatever becomes of it.
    public let proposedPriority: String?
    /// The way in which it came.
    public let channel: String?
    /// Who asks, of the customer's members.
    public let requester: MemberID?
    /// Who works on it, in the provider's own terms.
    public var assignee: String?
    /// The facts that the agreement asks for.
    public var details: [Detail]
    /// Those of them that are still missing.
    public var missingDetails: [String]
    /// By which terms its clocks run; nil where the customer had none when it was made.
    public let terms: TicketTerms?
    /// Who made it: the id of a key or member.
    public let openedBy: String
    /// When it arrived.
    public let openedAt: Instant
    /// When somebody took it on.
    public var acknowledgedAt: Instant?
    /// When a person first answered for the customer to see.
    public var firstResponseAt: Instant?
    /// When it was resolved, if it is.
    public var resolvedAt: Instant?
    /// The request that it goes on in; nil where it was not merged.
    public var mergedInto: TicketID?
    /// Those that go on in it, in the order in which they were merged; nil where there are none.
    public var merged: [TicketID]?
    /// Grows by one with every change.
    public var revision: Int64
    /// When it last changed.
    public var updatedAt: Instant

    /// A request as it stands.
    public init(
        id: TicketID, customer: CustomerID, service: ServiceID?, serviceKey: String?, subject: String, status: Status,
        priority: String?, proposedPriority: String?, channel: String?, requester: MemberID?, assignee: String?,
        details: [Detail], missingDetails: [String], terms: TicketTerms?, openedBy: String, openedAt: Instant,
        acknowledgedAt: Instant? = nil, firstResponseAt: Instant? = nil, resolvedAt: Instant? = nil,
        mergedInto: TicketID? = nil, merged: [TicketID]? = nil, revision: Int64, updatedAt: Instant
    ) {
        self.id = id
        self.customer = customer
        self.service = service
        self.serviceKey = serviceKey
        self.subject = subject
        self.status = status
        self.priority = priority
        self.proposedPriority = proposedPriority
        self.channel = channel
        self.requester = requester
        self.assignee = assignee
        self.details = details
        self.missingDetails = missingDetails
        self.terms = terms
        self.openedBy = openedBy
        self.openedAt = openedAt
        self.acknowledgedAt = acknowledgedAt
        self.firstResponseAt = firstResponseAt
        self.resolvedAt = resolvedAt
        self.mergedInto = mergedInto
        self.merged = merged
        self.revision = revision
        self.updatedAt = updatedAt
    }
}
