import Contracts
import Postgres
import Terms

/// SQL of `statements` and `statement_revisions`.
enum StatementStore {
    /// The kept statements of these ids.
    static func find(_ ids: [StatementID], of tenant: TenantID) -> Query {
        "select id, revision, fingerprint, body, timeline from statements where tenant_id = \(tenant) and id = any(\(ids))"
    }

    /// A statement as it is kept.
    typealias Stored = StoredResult<StatementResource>

    /// Reads what ``find(_:of:)`` found.
    static func decode(_ rows: Rows) throws -> [StatementID: Stored] {
        let stored = try rows.decode((StatementID, Int32, String, String, String).self).map {
            Stored(id: $0.0, revision: Int($0.1), fingerprint: $0.2, body: $0.3, timeline: $0.4)
        }
        return Dictionary(stored.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Keeps revisions: each statement in place of the one before, and the revision beside the others.
    static func write(_ revisions: [KeptRevision<MadeStatement>], at now: Instant, of tenant: TenantID) throws -> [Query] {
        let keys = revisions.map(\.made.key)
        let resources = revisions.map(\.made.resource)
        let numbers = resources.map { Int32(clamping: $0.revision) }
        return [
            """
            insert into statements (tenant_id, id, agreement_id, version, commitment, service_id, window_start, window_end, state,
                revision, fingerprint, body, timeline, subscription_id, created_at, updated_at)
            select \(tenant), new.*, \(now), \(now) from unnest(\(keys.map(\.id)), \(keys.map(\.agreement)), \
            \(keys.map { Int32(clamping: $0.version) }), \(keys.map(\.commitment)), \(keys.map(\.service)), \
            \(keys.map(\.window.start)), \(keys.map(\.window.end)), \(resources.map(\.state.rawValue)), \(numbers), \
            \(revisions.map(\.fingerprint)), \(revisions.map(\.body)), \
            \(try revisions.map { try PledgeJSON.encodeText($0.made.timeline) }), \
            \(keys.map(\.subscription))) as new
            on conflict (tenant_id, id) do update
            set state = excluded.state, revision = excluded.revision, fingerprint = excluded.fingerprint, body = excluded.body,
                timeline = excluded.timeline, updated_at = excluded.updated_at
            """,
            add(revisions, at: now, of: tenant),
        ]
    }

    /// Keeps revisions beside the others of the same.
    static func add<Made>(_ revisions: [KeptRevision<Made>], at now: Instant, of tenant: TenantID) -> Query {
        """
        insert into \(Made.kind.revisionsTable) (tenant_id, id, revision, reason, body, made_at)
        select \(tenant), new.*, \(now)
        from unnest(\(revisions.map(\.made.key.id)), \(revisions.map { Int32(clamping: $0.made.resource.revision) }), \
        \(revisions.map(\.reason.rawValue)), \(revisions.map(\.body))) as new
        """
    }

    /// Keeps that the settling time of these is over.
    static func settled(
        _ resources: [(id: StatementID, resource: some KeptResource)], in kind: ResultKind, at now: Instant, of tenant: TenantID
    ) throws -> Query {
        """
        update \(kind.keptTable) s set state = new.state, body = new.body, updated_at = \(now)
        from unnest(\(resources.map(\.id)), \(resources.map(\.resource.state.rawValue)), \
        \(try resources.map { try PledgeJSON.encodeText($0.resource) })) as new (id, state, body)
        where s.tenant_id = \(tenant) and s.id = new.id
        """
    }

    /// The customer whose own statement it is, kept or waited for; no row for everybody's.
    static func owner(of id: StatementID, in kind: ResultKind = .statement, _ tenant: TenantID) -> Query {
        """
        select customer_id from known_subscriptions where tenant_id = \(tenant) and subscription_id in (
            select subscription_id from \(kind.keptTable) where tenant_id = \(tenant) and id = \(id)
            union select subscription_id from \(kind.workTable) where tenant_id = \(tenant) and id = \(id))
        """
    }

    /// Every revision, the newest first.
    static func revisions(_ id: StatementID, in kind: ResultKind = .statement, of tenant: TenantID) -> Query {
        """
        select revision, body from \(kind.revisionsTable) where tenant_id = \(tenant) and id = \(id) order by revision desc
        """
    }
}
