import Contracts
import Postgres
import Terms

/// SQL of `declared_outages`.
enum DeclaredOutageStore {
    private static let columns: Query = """
        d.service_id, d.component, d.external_id, d.revision, d.starts_at, d.ends_at, d.withdrawn, d.customers, \
        d.affected_percent
        """

    /// The outages of these names, as they are kept.
    static func find(_ keys: [DeclaredOutage.Key], of tenant: TenantID) -> Query {
        """
        select \(columns) from unnest(\(keys.map(\.service)), \(keys.map(\.component)), \(keys.map(\.id))) \
        as wanted (service_id, component, external_id)
        join declared_outages d on d.tenant_id = \(tenant) and d.service_id = wanted.service_id
            and d.component = wanted.component and d.external_id = wanted.external_id
        """
    }

    /// The outages of a service's components that touch a stretch of time, and in which they were down for everybody.
    static func touching(_ stretch: Interval, components: [String], service: ServiceID, of tenant: TenantID) -> Query {
        """
        select \(columns) from declared_outages d
        where d.tenant_id = \(tenant) and d.service_id = \(service) and d.component = any(\(components)) and not d.withdrawn
            and d.customers is null and d.affected_percent is null
            and d.starts_at <= \(stretch.end) and (d.ends_at is null or d.ends_at >= \(stretch.start))
        """
    }

    /// The outages of a share of users that overlap services' stretches of time.
    static func weighed(_ wanted: [ServiceStretch], of tenant: TenantID) -> Query {
        overlapping(wanted, "affected_percent is not null", of: tenant)
    }

    /// The outages in which components were down for everybody that overlap services' stretches of time.
    static func down(_ wanted: [ServiceStretch], of tenant: TenantID) -> Query {
        overlapping(wanted, "customers is null and affected_percent is null", of: tenant)
    }

    private static func overlapping(_ wanted: [ServiceStretch], _ kind: Query, of tenant: TenantID) -> Query {
        """
        select \(columns) from unnest(\(wanted.services), \(wanted.starts), \(wanted.ends)) as w (wanted, first, last)
        cross join lateral (
            select * from declared_outages
            where tenant_id = \(tenant) and service_id = wanted and \(kind) and not withdrawn
                and starts_at < last and (ends_at is null or ends_at > first)
            offset 0
        ) as d
        """
    }

    /// Reads rows of any.
    static func decode(_ rows: Rows) throws -> [DeclaredOutage] {
        try rows.decode((ServiceID, String, String, Int64, Instant, Instant?, Bool, [CustomerID]?, String?).self).map { row in
            DeclaredOutage(
                key: .init(service: row.0, component: row.1, id: row.2), revision: row.3, from: row.4.epochSeconds,
                to: row.5?.epochSeconds, withdrawn: row.6, customers: row.7, affectedPercent: row.8.flatMap(Percent.init))
        }
    }

    /// Writes outages in place of those of the same names. Lists travel as text: Postgres has no arrays of arrays of different
    /// lengths.
    static func write(_ outages: [DeclaredOutage], of tenant: TenantID) -> Query {
        """
        insert into declared_outages (tenant_id, service_id, component, external_id, revision, starts_at, ends_at, withdrawn,
            customers, affected_percent)
        select \(tenant), new.service_id, new.component, new.external_id, new.revision, new.starts_at, new.ends_at, new.withdrawn,
            string_to_array(new.customers, ',')::uuid[], new.affected_percent
        from unnest(\(outages.map(\.key.service)), \(outages.map(\.key.component)), \
        \(outages.map(\.key.id)), \(outages.map(\.revision)), \(outages.map { Instant(epochSeconds: $0.from) }), \
        \(outages.map { $0.to.map { Instant(epochSeconds: $0) } }), \(outages.map(\.withdrawn)), \
        \(outages.map { $0.customers?.joinedIDs }), \(outages.map { $0.affectedPercent?.description })) \
        as new (service_id, component, external_id, revision, starts_at, ends_at, withdrawn, customers, affected_percent)
        on conflict (tenant_id, service_id, component, external_id) do update
        set revision = excluded.revision, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
            withdrawn = excluded.withdrawn, customers = excluded.customers,
            affected_percent = excluded.affected_percent
        """
    }
}

extension [CustomerID] {
    /// As one text for Postgres to take apart.
    var joinedIDs: String { map(\.uuid.uuidString).joined(separator: ",") }
}
