/// The time of maintenance is over, and something that it was about is still down: from here on that counts like any downtime.
public struct MaintenanceOverran: EventPayload {
    /// `pledge.availability.maintenance.overran.v1`
    public static let type = "pledge.availability.maintenance.overran.v1"
    /// The maintenance as it stands.
    public let maintenance: MaintenanceResource
    /// The components that were down when it ended, by key.
    public let components: [String]

    /// Tells of the components that are down still.
    public init(maintenance: MaintenanceResource, components: [String]) {
        self.maintenance = maintenance
        self.components = components
    }
}
