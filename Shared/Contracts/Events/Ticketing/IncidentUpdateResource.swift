import Terms

/// What the provider said about an incident. It is never changed.
public struct IncidentUpdateResource: Codable, Hashable, Sendable {
    /// Identifies it.
    public let id: IncidentUpdateID
    /// The incident.
    public let incident: IncidentID
    /// Where the incident stood from then on.
    public let status: IncidentResource.Status
    /// How grave it was from then on.
    public let priority: String?
    /// What was said.
    public let text: String
    /// Why the priority was changed, where it was.
    public let reason: String?
    /// Who said it; `system` where no person did. Only a person's word keeps a promised cadence.
    public let author: String
    /// When.
    public let createdAt: Instant

    /// An update.
    public init(
        id: IncidentUpdateID, incident: IncidentID, status: IncidentResource.Status, priority: String?, text: String,
        reason: String?, author: String, createdAt: Instant
    ) {
        self.id = id
        self.incident = incident
        self.status = status
        self.priority = priority
        self.text = text
        self.reason = reason
        self.author = author
        self.createdAt = createdAt
    }
}
