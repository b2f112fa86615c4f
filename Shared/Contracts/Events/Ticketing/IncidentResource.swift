import Terms

/// An operational event with updates, as it stands.
public struct IncidentResource: Codable, Hashable, Sendable {
    /// Where it stands.
    public enum Status: String, CaseIterable, Codable, Sendable {
        case investigating, identified, monitoring, resolved
    }

    /// How it came to be.
    public enum Origin: String, CaseIterable, Codable, Sendable {
        /// Somebody declared it.
        case declared
        /// An outage was measured.
        case outage
    }

    /// An outage that belongs to it. One incident has a whole series of them.
    public struct Outage: Codable, Hashable, Sendable {
        /// The outage.
        public let id: OutageID
        /// The first second of it.
        public let startedAt: Instant
        /// The first second after it; nil while it goes on.
        public let endedAt: Instant?

        /// An outage.
        public init(id: OutageID, startedAt: Instant, endedAt: Instant?) {
            self.id = id
            self.startedAt = startedAt
            self.endedAt = endedAt
        }
    }

    /// Time in which services were down by what people saw, and of which no measurement tells: to be proposed as an outage.
    public struct ProposedOutage: Codable, Hashable, Sendable {
        /// The services.
        public let services: [ServiceID]
        /// From when they were down.
        public let from: Instant
        /// Until when; nil while the incident is not resolved.
        public let to: Instant?

        /// Time to be proposed as an outage.
        public init(services: [ServiceID], from: Instant, to: Instant?) {
            self.services = services
            self.from = from
            self.to = to
        }
    }

    /// Identifies it.
    public let id: IncidentID
    /// The services that it is about.
    public let services: [ServiceID]
    /// Their keys when it was declared.
    public let serviceKeys: [String]
    /// What it is about, in a line.
    public let title: String
    /// How grave it is, by the agreements' words; nil where they have none.
    public var priority: String?
    /// Where it stands.
    public var status: Status
    /// How it came to be.
    public let origin: Origin
    /// Whether customers see it: of a priority that is to be published, or of none.
    public var published: Bool
    /// Whether such an incident is unavailability.
    public var countsAsDown: Bool
    /// When it began.
    public var startedAt: Instant
    /// When it was declared.
    public let declaredAt: Instant
    /// When it was over, whenever that was said.
    public var resolvedAt: Instant?
    /// The measured outages that belong to it.
    public var outages: [Outage]
    /// Time to be proposed as an outage; nil where there is nothing to propose.
    public var proposedOutage: ProposedOutage?
    /// The clocks of the updates that are promised.
    public var clocks: [ClockResource]
    /// Who declared it: the id of a key; `system` for one that was opened by an outage.
    public let declaredBy: String
    /// Grows by one with every change.
    public var revision: Int64
    /// When it last changed.
    public var updatedAt: Instant

    /// An incident as it stands.
    public init(
        id: IncidentID, services: [ServiceID], serviceKeys: [String], title: String, priority: String?, status: Status,
        origin: Origin, published: Bool, countsAsDown: Bool, startedAt: Instant, declaredAt: Instant, resolvedAt: Instant? = nil,
        outages: [Outage] = [], proposedOutage: ProposedOutage? = nil, clocks: [ClockResource] = [], declaredBy: String,
        revision: Int64, updatedAt: Instant
    ) {
        self.id = id
        self.services = services
        self.serviceKeys = serviceKeys
        self.title = title
        self.priority = priority
        self.status = status
        self.origin = origin
        self.published = published
        self.countsAsDown = countsAsDown
        self.startedAt = startedAt
        self.declaredAt = declaredAt
        self.resolvedAt = resolvedAt
        self.outages = outages
        self.proposedOutage = proposedOutage
        self.clocks = clocks
        self.declaredBy = declaredBy
        self.revision = revision
        self.updatedAt = updatedAt
    }
}
