/// An incident was declared, or opened by an outage.
public struct IncidentDeclared: EventPayload, Equatable {
    /// `pledge.ticketing.incident.declared.v1`
    public static let type = "pledge.ticketing.incident.declared.v1"
    /// The incident as it stands.
    public let incident: IncidentResource
    /// What was said first.
    public let update: IncidentUpdateResource?

    /// Tells of a new incident.
    public init(incident: IncidentResource, update: IncidentUpdateResource?) {
        self.incident = incident
        self.update = update
    }
}

/// Something was said about an incident, or its outages have changed.
public struct IncidentUpdated: EventPayload, Equatable {
    /// `pledge.ticketing.incident.updated.v1`
    public static let type = "pledge.ticketing.incident.updated.v1"
    /// The incident as it stands.
    public let incident: IncidentResource
    /// What was said; nil where nothing was.
    public let update: IncidentUpdateResource?

    /// Tells of an update.
    public init(incident: IncidentResource, update: IncidentUpdateResource?) {
        self.incident = incident
        self.update = update
    }
}

/// An incident is over.
public struct IncidentResolved: EventPayload, Equatable {
    /// `pledge.ticketing.incident.resolved.v1`
    public static let type = "pledge.ticketing.incident.resolved.v1"
    /// The incident as it stands.
    public let incident: IncidentResource
    /// What was said about it.
    public let update: IncidentUpdateResource?

    /// Tells of a resolution.
    public init(incident: IncidentResource, update: IncidentUpdateResource?) {
        self.incident = incident
        self.update = update
    }
}

/// An incident is graver or less grave than was thought.
public struct IncidentReclassified: EventPayload, Equatable {
    /// `pledge.ticketing.incident.reclassified.v1`
    public static let type = "pledge.ticketing.incident.reclassified.v1"
    /// The incident as it stands.
    public let incident: IncidentResource
    /// What was said about it.
    public let update: IncidentUpdateResource?
    /// How grave it was before.
    public let from: String?

    /// Tells of a reclassification.
    public init(incident: IncidentResource, update: IncidentUpdateResource?, from: String?) {
        self.incident = incident
        self.update = update
        self.from = from
    }
}
