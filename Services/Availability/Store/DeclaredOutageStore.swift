import Contracts
import Postgres
import Terms

/// SQL of `declared_outages`.
enum DeclaredOutageStore {
    private static let columns: Query =
        "d.service_id, d.component, d.external_id, d.revision, d.starts_at, d.ends_at, d.withdrawn, d.customers"

    /// The outages of these names, as they are kept.
    static func find(_ keys: [DeclaredOutage.Key], of tenant: TenantID) -> Query {
        """
        select \(columns) from unnest(\(keys.map(\.service)), \(keys.map(\.component)), \(keys.map(\.id))) \
        as wanted (service_id, component, external_id)
        join declared_outages d on d.tenant_id = \(tenant) and d.service_id = wanted.service_id
            and d.component = wanted.component and d.external_id = wanted.external_id
        """
    }

    /// The outages of a service's components that touch a stretch of time, and everybody.
    static func touching(_ stretch: Interval, components: [String], service: ServiceID, of tenant: TenantID) -> Query {
        """
        select \(columns) from declared_outages d
        where d.tenant_id = \(tenant) and d.service_id = \(service) and d.component = any(\(components)) and not d.withdrawn
            and d.customers is null
            and d.starts_at <= \(stretch.end) and (d.ends_at is null or d.ends_at >= \(stretch.start))
        """
    }

    /// Reads rows of either.
    static func decode(_ rows: Rows) throws -> [DeclaredOutage] {
        try rows.decode((ServiceID, String, String, Int64, Instant, Instant?, Bool, [CustomerID]?).self).map { row in
            DeclaredOutage(
                key: .init(service: row.0, component: row.1, id: row.2), revision: row.3, from: row.4.epochSeconds,
                to: row.5?.epochSeconds, withdrawn: row.6, customers: row.7)
        }
    }

    /// Writes outages in place of those of the same names. Lists travel as text: Postgres has no arrays of arrays of different
    /// lengths.
    static func write(_ outages: [DeclaredOutage], of tenant: TenantID) -> Query {
        """
        insert into declared_outages (tenant_id, service_id, component, external_id, revision, starts_at, ends_at, withdrawn,
            customers)
        select \(tenant), new.service_id, new.component, new.external_id, new.revision, new.starts_at, new.ends_at, new.withdrawn,
            string_to_array(new.customers, ',')::uuid[]
        from unnest(\(outages.map(\.key.service)), \(outages.map(\.key.component)), \
        \(outages.map(\.key.id)), \(outages.map(\.revision)), \(outages.map { Instant(epochSeconds: $0.from) }), \
        \(outages.map { $0.to.map { Instant(epochSeconds: $0) } }), \(outages.map(\.withdrawn)), \
        \(outages.map { $0.customers?.joinedIDs })) \
        as new (service_id, component, external_id, revision, starts_at, ends_at, withdrawn, customers)
        on conflict (tenant_id, service_id, component, external_id) do update
        set revision = excluded.revision, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
            withdrawn = excluded.withdrawn, customers = excluded.customers
        """
    }
}

extension [CustomerID] {
    /// As one text for Postgres to take apart.
    var joinedIDs: String { map(\.uuid.uuidString).joined(separator: ",") }
}
