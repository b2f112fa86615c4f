import Terms

/// An interval in which a component or a service was down, with how it is known.
public struct OutageResource: Codable, Hashable, Sendable {
    /// Whether a single component was down, or the service by its tree.
    public enum Scope: String, CaseIterable, Codable, Sendable {
        case component, service
    }

    /// Where the outage stands. A withdrawn one was taken back by a correction: it never counted, and stays readable.
    public enum State: String, Codable, Sendable {
        case open, closed, withdrawn
    }

    /// Stable for the life of the outage, through every correction.
    public let id: OutageID
    /// The service that was down, or whose component was.
    public let service: ServiceID
    /// The service's key at the time of the change.
    public let serviceKey: String
    /// What was down.
    public let scope: Scope
    /// The component's key; absent for an outage of the service.
    public let component: String?
    /// The first second of it.
    public let startedAt: Instant
    /// The first second after it; null while it is open.
    @OrNull public var endedAt: Instant?
    /// Where it stands.
    public let state: State
    /// Its length in seconds, once it is closed.
    public let durationSeconds: Int64?
    /// How it is known: `probe`, `requests`, `declared`.
    public let sources: [String]
    /// The incident whose time was approved as an outage; absent for one that was measured, or declared otherwise.
    public let incident: IncidentID?
    /// For an outage of a service, the components that were down in it.
    public let components: [String]
    /// The customers whom it touched alone: it counts in their statements, and in nobody else's. Absent for everybody.
    public let customers: [CustomerID]?
    /// The share of users whom it touched: commitments that weigh outages by users count it, and no other. Absent where what is
    /// named was down.
    public let affectedPercent: Percent?
    /// Counts the changes that were told.
    public let version: Int64
    /// When it was first recorded.
    public let createdAt: Instant
    /// When it was last changed.
    public let updatedAt: Instant

    /// An outage as it stands.
    public init(
        id: OutageID, service: ServiceID, serviceKey: String, component: String?, startedAt: Instant, endedAt: Instant?,
        state: State, sources: [String], incident: IncidentID? = nil, components: [String],
        customers: [CustomerID]? = nil, affectedPercent: Percent? = nil, version: Int64, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.service = service
        self.serviceKey = serviceKey
        self.scope = component == nil ? .service : .component
        self.component = component
        self.startedAt = startedAt
        self.endedAt = endedAt
        self.state = state
        self.durationSeconds = endedAt.map { $0 - startedAt }
        self.sources = sources
        self.incident = incident
        self.components = components
        self.customers = customers
        self.affectedPercent = affectedPercent
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
