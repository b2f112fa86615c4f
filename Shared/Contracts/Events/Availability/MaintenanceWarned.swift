/// Maintenance was announced or changed that an agreement would not forgive, or not all of: for the tenant's own people, before
/// it begins.
public struct MaintenanceWarned: EventPayload {
    /// `pledge.availability.maintenance.warning.v1`
    public static let type = "pledge.availability.maintenance.warning.v1"
    /// The maintenance as it stands.
    public let maintenance: MaintenanceResource
    /// What would count, by agreement, commitment and window.
    public let warnings: [MaintenanceWarning]

    /// Tells of the warnings.
    public init(maintenance: MaintenanceResource, warnings: [MaintenanceWarning]) {
        self.maintenance = maintenance
        self.warnings = warnings
    }
}
