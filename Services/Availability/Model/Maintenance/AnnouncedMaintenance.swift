import Contracts

/// Maintenance as it is answered to whoever announces or changes it.
struct AnnouncedMaintenance: Encodable, Sendable {
    let maintenance: MaintenanceResource
    /// What agreements would not forgive if the service were down for all of it.
    let warnings: [MaintenanceWarning]

    private enum CodingKeys: String, CodingKey {
        case warnings
    }

    func encode(to encoder: any Encoder) throws {
        try maintenance.encode(to: encoder)
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(warnings, forKey: .warnings)
    }
}
