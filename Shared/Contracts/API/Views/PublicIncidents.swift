import Terms

/// A tenant's incidents, as the world may see them: those that the agreements say are published, and what was said while they were.
public struct PublicIncidents: Codable, Hashable, Sendable {
    /// How far an incident reaches, in the words of public status pages.
    public enum Impact: String, Codable, Hashable, Sendable, Comparable, CaseIterable {
        case none, minor, major, critical

        /// The graver is the greater.
        public static func < (left: Impact, right: Impact) -> Bool { left.rank < right.rank }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    /// Something that was said about an incident.
    public struct Update: Codable, Hashable, Sendable {
        /// Its id.
        public let id: IncidentUpdateID
        /// Where the incident stood from then on.
        public let status: IncidentResource.Status
        /// What was said.
        public let text: String
        /// When.
        public let createdAt: Instant

        /// Shows `update`, without who said it, and why it was reclassified.
        public init(_ update: IncidentUpdateResource) {
            id = update.id
            status = update.status
            text = update.text
            createdAt = update.createdAt
        }
    }

    /// An incident.
    public struct Incident: Codable, Hashable, Sendable {
        /// Its id.
        public let id: IncidentID
        /// What it is about, in a line.
        public let title: String
        /// Where it stands.
        public let status: IncidentResource.Status
        /// How far it reaches.
        public let impact: Impact
        /// The services that it is about.
        public let services: [ServiceID]
        /// When it began.
        public let startedAt: Instant
        /// When it was declared.
        public let declaredAt: Instant
        /// When it was over.
        public let resolvedAt: Instant?
        /// When it last changed.
        public let updatedAt: Instant
        /// What was said, the last first.
        public let updates: [Update]

        /// Shows `incident`, without who declared it, its clocks, and what is proposed because of it.
        public init(_ incident: IncidentResource, impact: Impact, updates: [Update]) {
            id = incident.id
            title = incident.title
            status = incident.status
            self.impact = impact
            services = incident.services
            startedAt = incident.startedAt
            declaredAt = incident.declaredAt
            resolvedAt = incident.resolvedAt
            updatedAt = incident.updatedAt
            self.updates = updates
        }
    }

    /// The incidents: those that go on first, then the newest.
    public let incidents: [Incident]

    /// What the world may see.
    public init(incidents: [Incident]) {
        self.incidents = incidents
    }
}
