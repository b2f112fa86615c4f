/// Maintenance was announced.
public struct MaintenanceAnnounced: EventPayload {
    /// `pledge.availability.maintenance.announced.v1`
    public static let type = "pledge.availability.maintenance.announced.v1"
    /// The maintenance as it stands.
    public let maintenance: MaintenanceResource

    /// Tells of the maintenance as it stands.
    public init(maintenance: MaintenanceResource) {
        self.maintenance = maintenance
    }
}

/// Announced maintenance was changed.
public struct MaintenanceChanged: EventPayload {
    /// `pledge.availability.maintenance.changed.v1`
    public static let type = "pledge.availability.maintenance.changed.v1"
    /// The maintenance as it stands.
    public let maintenance: MaintenanceResource

    /// Tells of the maintenance as it stands.
    public init(maintenance: MaintenanceResource) {
        self.maintenance = maintenance
    }
}

/// Announced maintenance will not happen, or ended early.
public struct MaintenanceCancelled: EventPayload {
    /// `pledge.availability.maintenance.cancelled.v1`
    public static let type = "pledge.availability.maintenance.cancelled.v1"
    /// The maintenance as it stands.
    public let maintenance: MaintenanceResource

    /// Tells of the maintenance as it stands.
    public init(maintenance: MaintenanceResource) {
        self.maintenance = maintenance
    }
}

/// The time of announced maintenance has begun.
public struct MaintenanceStarted: EventPayload {
    /// `pledge.availability.maintenance.started.v1`
    public static let type = "pledge.availability.maintenance.started.v1"
    /// The maintenance as it stands.
    public let maintenance: MaintenanceResource

    /// Tells of the maintenance as it stands.
    public init(maintenance: MaintenanceResource) {
        self.maintenance = maintenance
    }
}

/// The time of announced maintenance is over.
public struct MaintenanceCompleted: EventPayload {
    /// `pledge.availability.maintenance.completed.v1`
    public static let type = "pledge.availability.maintenance.completed.v1"
    /// The maintenance as it stands.
    public let maintenance: MaintenanceResource

    /// Tells of the maintenance as it stands.
    public init(maintenance: MaintenanceResource) {
        self.maintenance = maintenance
    }
}
