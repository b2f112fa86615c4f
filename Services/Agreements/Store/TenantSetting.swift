import Contracts
import Foundation
import Postgres

/// The tenant whose rows a transaction sees.
enum TenantSetting {
    /// From here to the end of the transaction, or to the next such statement.
    static func set(_ tenant: TenantID) -> Query {
        "select set_config('pledge.tenant', \(tenant.uuid.uuidString.lowercased()), true)"
    }
}
