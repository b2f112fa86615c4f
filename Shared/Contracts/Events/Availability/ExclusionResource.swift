import Terms

/// Time that somebody proposed not to count, with the evidence and the decision.
public struct ExclusionResource: Codable, Hashable, Sendable {
    /// Where it stands. Only approved exclusions take time out of a statement.
    public enum State: String, CaseIterable, Codable, Sendable {
        case proposed, approved, refused, withdrawn
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
    public private(set) var state: State
    /// Who proposed it.
    public let proposedBy: String
    /// Who decided it; never the one who proposed it.
    public private(set) var decidedBy: String?
    /// When it was decided.
    public private(set) var decidedAt: Instant?
    /// Why it was decided so.
    public private(set) var decisionReason: String?
    /// Who took it back; of one that was approved never the one who proposed it.
    public private(set) var withdrawnBy: String?
    /// When it was taken back: from then on the time counts.
    public private(set) var withdrawnAt: Instant?
    /// Why it was taken back.
    public private(set) var withdrawalReason: String?
    /// Counts its changes; the ETag is `"v<version>"`.
    public private(set) var version: Int64
    /// When it was proposed.
    public let createdAt: Instant
    /// When it was last changed.
    public private(set) var updatedAt: Instant

    /// An exclusion as it stands.
    public init(
        id: ExclusionID, service: ServiceID?, serviceKey: String?, components: [String]?, customers: [CustomerID]? = nil,
        ground: Ground, from: Instant, to: Instant, evidence: String, reason: String, state: State, proposedBy: String,
        decidedBy: String? = nil, decidedAt: Instant? = nil, decisionReason: String? = nil, withdrawnBy: String? = nil,
        withdrawnAt: Instant? = nil, withdrawalReason: String? = nil, version: Int64, createdAt: Instant, updatedAt: Instant
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
        self.withdrawnBy = withdrawnBy
        self.withdrawnAt = withdrawnAt
        self.withdrawalReason = withdrawalReason
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
    /// The same as somebody else has decided it.
    public func decided(_ state: State, by principal: String, because reason: String, at now: Instant) -> ExclusionResource {
        var item = changed(to: state, at: now)
        (item.decidedBy, item.decidedAt, item.decisionReason) = (principal, now, reason)
        return item
    }

    /// The same when it is taken back.
    public func withdrawn(by principal: String, because reason: String, at now: Instant) -> ExclusionResource {
        var item = changed(to: .withdrawn, at: now)
        (item.withdrawnBy, item.withdrawnAt, item.withdrawalReason) = (principal, now, reason)
        return item
    }

    private func changed(to state: State, at now: Instant) -> ExclusionResource {
        var item = self
        item.state = state
        item.version += 1
        item.updatedAt = now
        return item
    }
}
