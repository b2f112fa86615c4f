import Contracts
import Postgres
import Terms

/// SQL of `known_tenants` and `known_customers`, and of the removal of everything that a tenant has here.
enum TenantStore {
    /// Every table with rows of tenants, those that refer to others first.
    static let tables = [
        "budget_watches", "statement_work", "statement_revisions", "statements", "objective_work",
        "objective_revisions", "objective_results", "exclusions", "maintenance", "outages",
        "component_transitions", "known_notices", "outage_proposals", "unknown_series", "declared_outages", "customer_outages",
        "customer_exclusions", "series_blocks", "series_runs", "series", "metric_records", "metric_blocks", "metrics",
        "compaction_work", "measurement_batches", "known_schedules", "known_subscriptions", "known_agreements",
        "known_customers", "known_services", "known_tenants", "idempotency_keys",
        // Not before the tenant itself: as long as it is known, its chain stays.
        "statement_chain",
    ]

    /// Keeps a tenant as it is now.
    static func write(_ state: TenantState) -> Query {
        """
        insert into known_tenants (tenant_id, key, name, time_zone, sample_retention_days, revision)
        values (\(state.id), \(state.key), \(state.name), \(state.timeZone), \(state.sampleRetentionDays), \(state.revision))
        on conflict (tenant_id) do update
        set key = excluded.key, name = excluded.name, time_zone = excluded.time_zone,
            sample_retention_days = excluded.sample_retention_days, revision = excluded.revision
        where known_tenants.revision < excluded.revision
        """
    }

    /// The zone in which a tenant thinks.
    static func zone(of tenant: TenantID) -> Query {
        "select time_zone from known_tenants where tenant_id = \(tenant)"
    }

    /// Removes everything of a tenant.
    static func removeEverything(of tenant: TenantID) -> [Query] {
        tables.map { "delete from \(raw: $0) where tenant_id = \(tenant)" }
    }

    /// Keeps a customer as it is now.
    static func write(_ state: CustomerState, of tenant: TenantID) -> Query {
        """
        insert into known_customers (tenant_id, customer_id, key, name, revision)
        values (\(tenant), \(state.id), \(state.key), \(state.name), \(state.revision))
        on conflict (tenant_id, customer_id) do update
        set key = excluded.key, name = excluded.name, revision = excluded.revision
        where known_customers.revision < excluded.revision
        """
    }

    /// A customer, if it is there.
    static func find(_ id: CustomerID, of tenant: TenantID) -> Query {
        "select customer_id from known_customers where tenant_id = \(tenant) and customer_id = \(id)"
    }

    /// The customers of these keys or ids.
    static func customers(called names: Set<String>, of tenant: TenantID) -> Query {
        // What is no printable ASCII is nobody's name, and some of it no text to the database.
        let names = names.filter { $0.utf8.allSatisfy { (0x21...0x7E).contains($0) } }
        return """
            select key, customer_id from known_customers where tenant_id = \(tenant) and key = any(\(names.sorted()))
            union all
            select null, customer_id from known_customers
            where tenant_id = \(tenant) and customer_id = any(\(names.compactMap { CustomerID($0) }))
            """
    }

    /// Reads what ``customers(called:of:)`` found.
    static func decodeCustomers(_ rows: Rows) throws -> CustomerBook {
        let found = try rows.decode((String?, CustomerID).self).map { ($0.0 ?? $0.1.description, $0.1) }
        return CustomerBook(Dictionary(found, uniquingKeysWith: { first, _ in first }))
    }

    /// Removes a customer with its subscriptions.
    static func removeCustomer(_ id: CustomerID, of tenant: TenantID) -> [Query] {
        [
            "delete from customer_outages where tenant_id = \(tenant) and customer_id = \(id)",
            "delete from customer_exclusions where tenant_id = \(tenant) and customer_id = \(id)",
            "delete from known_notices where tenant_id = \(tenant) and customer_id = \(id)",
            "delete from known_schedules where tenant_id = \(tenant) and customer_id = \(id)",
            "delete from known_subscriptions where tenant_id = \(tenant) and customer_id = \(id)",
            "delete from known_customers where tenant_id = \(tenant) and customer_id = \(id)",
        ]
    }
}
