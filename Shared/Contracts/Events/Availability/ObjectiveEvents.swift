/// A window is over, and what an objective came to in it is kept for the first time.
public struct ObjectiveProvisional: EventPayload {
    /// `pledge.availability.objective.provisional.v1`
    public static let type = "pledge.availability.objective.provisional.v1"
    /// What it came to.
    public let objective: ObjectiveResource

    /// Tells of the first revision.
    public init(objective: ObjectiveResource) { self.objective = objective }
}

/// The settling time of what an objective came to is over: what follows from it may begin.
public struct ObjectiveFinal: EventPayload {
    /// `pledge.availability.objective.final.v1`
    public static let type = "pledge.availability.objective.final.v1"
    /// What it came to, as it stands.
    public let objective: ObjectiveResource

    /// Tells of one that has settled.
    public init(objective: ObjectiveResource) { self.objective = objective }
}

/// Late or corrected measurements, or time that was excluded, have changed what an objective came to in a window that is over.
public struct ObjectiveRestated: EventPayload {
    /// `pledge.availability.objective.restated.v1`
    public static let type = "pledge.availability.objective.restated.v1"
    /// What it came to, with its new revision and the reason.
    public let objective: ObjectiveResource

    /// Tells of a later revision.
    public init(objective: ObjectiveResource) { self.objective = objective }
}
