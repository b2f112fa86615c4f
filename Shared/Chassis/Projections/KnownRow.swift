import Contracts
import Foundation
import Messaging
import Postgres

/// A row of a `known_` table.
struct KnownRow: Sendable {
    let id: UUID
    var version = 0
    var key: String?
    var customer: CustomerID?
    let state: JSONText

    init(id: UUID, version: Int = 0, key: String? = nil, customer: CustomerID? = nil, state: some Encodable) throws {
        self.id = id
        self.version = version
        self.key = key
        self.customer = customer
        self.state = JSONText(try PledgeJSON.encodeText(state))
    }

    /// Writes the row over what is there.
    func upsert(into thing: Known, of tenant: TenantID) -> Query {
        """
        insert into \(raw: thing.table) (tenant_id, id, version, key, customer, state)
        values (\(tenant), \(id), \(version), \(key), \(customer), \(state))
        on conflict (tenant_id, id, version)
        do update set key = excluded.key, customer = excluded.customer, state = excluded.state
        """
    }
}

extension Known {
    /// Removes one thing.
    func delete(_ id: UUID) -> Query {
        "delete from \(raw: table) where id = \(id)"
    }

    /// Removes what belongs to a customer.
    func delete(of customer: CustomerID) -> Query {
        "delete from \(raw: table) where customer = \(customer)"
    }
}
