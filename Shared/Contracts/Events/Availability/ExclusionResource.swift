import Terms

/// Time that somebody proposed not to count, with the evidence and the decision.
public struct ExclusionResource: Codable, Hashable, Sendable {
    /// Where it stands. Only approved exclusions take time out of a statement.
    public enum State: String, CaseIterable, Codable, Sendable {
        case proposed, approved, refused
    }

    /// Identifies it.
    public let id: ExclusionID
    /// The service that it is about; absent when it is about all services of the tenant, those to come too.
    public let service: ServiceID?
    /// The service's key; absent with it.
    public let serviceKey: String?
    /// The components that it is about; absent when it is the whole service.
    public let components: [String]?
    /// The customers in whose statements alone it counts; absent when it is everybody's.
    public let customers: [CustomerID]?
    /// Why the time shall not count.
    public let ground: Ground
    /// The first second.
    public let from: Instant
    /// The first second that counts again.
    public let to: Instant
    /// What proves the ground: a reference to it.
    public let evidence: String
    /// Why it was proposed.
    public let reason: String
    /// Where it stands.
    public let state: State
    /// Who proposed it.
    public let proposedBy: String
    /// Who decided it; never the one who proposed it.
    public let decidedBy: String?
    /// When it was decided.
    public let decidedAt: Instant?
    /// Why it was decided so.
    public let decisionReason: String?
    /// Counts its changes; the ETag is `"v<version>"`.
    public let version: Int64
    /// When it was proposed.
    public let createdAt: Instant
    /// When it was last changed.
    public let updatedAt: Instant

    /// An exclusion as it stands.
    public init(
        id: ExclusionID, service: ServiceID?, serviceKey: String?, components: [String]?, customers: [CustomerID]? = nil,
        ground: Ground, from: Instant, to: Instant, evidence: String, reason: String, state: State, proposedBy: String,
        decidedBy: String?, decidedAt: Instant?, decisionReason: String?, version: Int64, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.service = service
        self.serviceKey = serviceKey
        self.components = components
        self.customers = customers
        self.ground = ground
        self.from = from
        self.to = to
        self.evidence = evidence
        self.reason = reason
        self.state = state
        self.proposedBy = proposedBy
        self.decidedBy = decidedBy
        self.decidedAt = decidedAt
        self.decisionReason = decisionReason
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
