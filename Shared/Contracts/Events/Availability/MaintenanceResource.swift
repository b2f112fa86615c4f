import Terms

/// Maintenance that was announced, with what its announcement covers.
public struct MaintenanceResource: Codable, Hashable, Sendable {
    /// Which clause it falls under.
    public enum Kind: String, CaseIterable, Codable, Sendable {
        case scheduled, emergency
    }

    /// Where it stands.
    public enum State: String, CaseIterable, Codable, Sendable {
        case announced
        case inProgress = "in_progress"
        case completed, cancelled
    }

    /// A stretch of the maintenance and when it was announced. A change that adds time announces that time anew, so that
    /// notice is always measured from the announcement that covers the second in question.
    public struct Cover: Codable, Hashable, Sendable {
        /// The first second covered.
        public let from: Instant
        /// The first second no longer covered.
        public let to: Instant
        /// When this stretch was announced.
        public let announcedAt: Instant

        /// A stretch and its announcement.
        public init(from: Instant, to: Instant, announcedAt: Instant) {
            self.from = from
            self.to = to
            self.announcedAt = announcedAt
        }
    }

    /// Identifies it.
    public let id: MaintenanceID
    /// The service that is worked on.
    public let service: ServiceID
    /// The service's key.
    public let serviceKey: String
    /// The components that are worked on; absent when it is the whole service.
    public let components: [String]?
    /// Which clause it falls under.
    public let kind: Kind
    /// When it begins.
    public let from: Instant
    /// When it ends.
    public let to: Instant
    /// What is done, for those who are told.
    public let title: String
    /// When it was first announced.
    public let announcedAt: Instant
    /// What proves an announcement that was made elsewhere, before it was recorded here.
    public let proof: String?
    /// Where it stands.
    public let state: State
    /// What is covered, by which announcement.
    public let covered: [Cover]
    /// Who announced it here.
    public let announcedBy: String
    /// Counts its changes; the ETag is `"v<version>"`.
    public let version: Int64
    /// When it was recorded.
    public let createdAt: Instant
    /// When it was last changed.
    public let updatedAt: Instant

    /// Maintenance as it stands.
    public init(
        id: MaintenanceID, service: ServiceID, serviceKey: String, components: [String]?, kind: Kind, from: Instant, to: Instant,
        title: String, announcedAt: Instant, proof: String?, state: State, covered: [Cover], announcedBy: String, version: Int64,
        createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.service = service
        self.serviceKey = serviceKey
        self.components = components
        self.kind = kind
        self.from = from
        self.to = to
        self.title = title
        self.announcedAt = announcedAt
        self.proof = proof
        self.state = state
        self.covered = covered
        self.announcedBy = announcedBy
        self.version = version
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}
