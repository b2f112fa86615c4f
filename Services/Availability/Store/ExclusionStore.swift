import Contracts
import Foundation
import Postgres
import Terms

/// SQL of `exclusions`.
enum ExclusionStore {
    private static let columns: Query = """
        id, service_id, service_key, components, customers, ground, starts_at, ends_at, evidence, reason, state, proposed_by, \
        decided_by, decided_at, decision_reason, withdrawn_by, withdrawn_at, withdrawal_reason, version, created_at, updated_at
        """

    /// One exclusion.
    static func find(_ id: ExclusionID, of tenant: TenantID) -> Query {
        "select \(columns) from exclusions where tenant_id = \(tenant) and id = \(id)"
    }

    /// The approved exclusions of services that overlap their stretches of time, and those of all services that overlap any:
    /// everybody's, and those of some customers.
    static func approved(_ wanted: [ServiceStretch], customers: [CustomerID], of tenant: TenantID) -> Query {
        let counts: Query = "state = 'approved' and (customers is null or customers && \(customers))"
        return """
            select \(columns) from unnest(\(wanted.services), \(wanted.starts), \(wanted.ends)) as w (wanted, first, last)
            cross join lateral (
                select * from exclusions
                where tenant_id = \(tenant) and service_id = wanted and starts_at < last and ends_at > first and \(counts)
                offset 0
            ) as found
            union all
            select \(columns) from exclusions
            where tenant_id = \(tenant) and service_id is null and starts_at < \(wanted.ends.max() ?? .earliest)
                and ends_at > \(wanted.starts.min() ?? .latest) and \(counts)
            """
    }

    /// What a list shows.
    struct Filter: Sendable {
        var service: ServiceID?
        var state: ExclusionResource.State?
        var from: Instant?
        var to: Instant?
    }

    /// A page, the newest recorded first.
    static func page(_ filter: Filter, after: UUID?, limit: Int, of tenant: TenantID) -> Query {
        var query: Query = "select \(columns) from exclusions where tenant_id = \(tenant)"
        if let service = filter.service { query += " and (service_id = \(service) or service_id is null)" }
        if let state = filter.state { query += " and state = \(state.rawValue)" }
        if let from = filter.from { query += " and ends_at > \(from)" }
        if let to = filter.to { query += " and starts_at < \(to)" }
        return query.newestFirst(after: after, limit: limit)
    }

    /// Reads rows.
    static func decode(_ rows: Rows) throws -> [ExclusionResource] {
        try rows.map(decode)
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> ExclusionResource {
        let value = try row.decode(
            (
                ExclusionID, ServiceID?, String?, [String]?, [CustomerID]?, String, Instant, Instant, String, String, String,
                String, String?, Instant?, String?, String?, Instant?, String?, Int64, Instant, Instant
            ).self)
        return ExclusionResource(
            id: value.0, service: value.1, serviceKey: value.2, components: value.3, customers: value.4,
            ground: Ground(rawValue: value.5) ?? .other, from: value.6, to: value.7, evidence: value.8, reason: value.9,
            state: ExclusionResource.State(rawValue: value.10) ?? .refused, proposedBy: value.11, decidedBy: value.12,
            decidedAt: value.13, decisionReason: value.14, withdrawnBy: value.15, withdrawnAt: value.16,
            withdrawalReason: value.17, version: value.18, createdAt: value.19, updatedAt: value.20)
    }

    /// Writes an exclusion in place of what was there.
    static func write(_ item: ExclusionResource, of tenant: TenantID) -> Query {
        """
        insert into exclusions (tenant_id, \(columns))
        values (\(tenant), \(item.id), \(item.service), \(item.serviceKey), \(item.components), \(item.customers), \
        \(item.ground.rawValue), \(item.from), \(item.to), \(item.evidence), \(item.reason), \(item.state.rawValue), \
        \(item.proposedBy), \(item.decidedBy), \(item.decidedAt), \(item.decisionReason), \(item.withdrawnBy), \
        \(item.withdrawnAt), \(item.withdrawalReason), \(item.version), \(item.createdAt), \(item.updatedAt))
        on conflict (tenant_id, id) do update
        set state = excluded.state, decided_by = excluded.decided_by, decided_at = excluded.decided_at,
            decision_reason = excluded.decision_reason, withdrawn_by = excluded.withdrawn_by,
            withdrawn_at = excluded.withdrawn_at, withdrawal_reason = excluded.withdrawal_reason, version = excluded.version, updated_at = excluded.updated_at
        """
    }
}
