import Contracts
import Postgres
import Terms

/// SQL of `objective_results`; what it has in common with that of statements is in ``StatementStore``.
enum ObjectiveStore {
    /// What objectives came to in a window, as it is kept.
    typealias Stored = StoredResult<ObjectiveResource>

    /// The kept results of these ids.
    static func find(_ ids: [StatementID], of tenant: TenantID) -> Query {
        "select id, revision, fingerprint, body from objective_results where tenant_id = \(tenant) and id = any(\(ids))"
    }

    /// Reads what ``find(_:of:)`` found.
    static func decode(_ rows: Rows) throws -> [StatementID: Stored] {
        let stored = try rows.decode((StatementID, Int32, String, String).self).map {
            Stored(id: $0.0, revision: Int($0.1), fingerprint: $0.2, body: $0.3)
        }
        return Dictionary(stored.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Keeps revisions: each result in place of the one before, and the revision beside the others.
    static func write(_ revisions: [KeptRevision<MadeObjective>], at now: Instant, of tenant: TenantID) -> [Query] {
        let keys = revisions.map(\.made.key)
        let resources = revisions.map(\.made.resource)
        return [
            """
            insert into objective_results (tenant_id, id, agreement_id, version, commitment, service_id, window_start,
                window_end, state, revision, fingerprint, body, subscription_id, created_at, updated_at)
            select \(tenant), new.*, \(now), \(now) from unnest(\(keys.map(\.id)), \(keys.map(\.agreement)), \
            \(keys.map { Int32(clamping: $0.version) }), \(keys.map(\.commitment)), \(keys.map(\.service)), \
            \(keys.map(\.window.start)), \(keys.map(\.window.end)), \(resources.map(\.state.rawValue)), \
            \(resources.map { Int32(clamping: $0.revision) }), \(revisions.map(\.fingerprint)), \(revisions.map(\.body)), \
            \(keys.map(\.subscription))) as new
            on conflict (tenant_id, id) do update
            set state = excluded.state, revision = excluded.revision, fingerprint = excluded.fingerprint, body = excluded.body,
                updated_at = excluded.updated_at
            """,
            StatementStore.add(revisions, at: now, of: tenant),
        ]
    }

    /// Has the kept results made anew whose windows measurements may touch that have come in.
    ///
    /// - Parameter principal: who sent them, by service; nothing where that is not one alone.
    static func markDirty(
        _ touched: [MetricReach], by principal: (ServiceID) -> String?, at now: Instant, of tenant: TenantID
    ) -> Query {
        """
        insert into objective_work as work (tenant_id, id, agreement_id, version, commitment, service_id, window_start,
            window_end, due_at, reason, subscription_id, made_by)
        select k.tenant_id, k.id, k.agreement_id, k.version, k.commitment, k.service_id, k.window_start, k.window_end,
            \(now.advanced(by: StatementWorkStore.quietSeconds)), \(StatementWorkStore.Reason.measurements.rawValue),
            k.subscription_id, t.made_by
        from unnest(\(touched.map(\.service)), \(touched.map(\.objective)), \(touched.map(\.first)), \(touched.map(\.last)), \
        \(touched.map { principal($0.service) })) as t (service_id, commitment, first, last, made_by)
        join objective_results k on k.tenant_id = \(tenant) and k.service_id = t.service_id and k.commitment = t.commitment
            and k.window_start <= t.last and k.window_end > t.first
        on conflict (tenant_id, id) do update set reason = excluded.reason, made_by = excluded.made_by,
            due_at = least(work.due_at, excluded.due_at)
        where work.reason = any(\(StatementWorkStore.Reason.ofTime))
        """
    }
}
