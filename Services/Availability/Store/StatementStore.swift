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
    struct Stored: Sendable {
        let id: StatementID
        let revision: Int
        let fingerprint: String
        let body: String
        let timeline: String

        /// The statement as others see it.
        func resource() throws -> StatementResource { try PledgeJSON.decode(from: body) }
    }

    /// Reads what ``find(_:of:)`` found.
    static func decode(_ rows: Rows) throws -> [StatementID: Stored] {
        let stored = try rows.decode((StatementID, Int32, String, String, String).self).map {
            Stored(id: $0.0, revision: Int($0.1), fingerprint: $0.2, body: $0.3, timeline: $0.4)
        }
        return Dictionary(stored.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// A revision to be kept.
    struct Revision: Sendable {
        let statement: MadeStatement
        let timeline: [MadeStatement.Entry]
        let fingerprint: String
        /// Its JSON.
        let body: String
        let reason: StatementWorkStore.Reason
    }

    /// Keeps revisions: each statement in place of the one before, and the revision beside the others.
    static func write(_ revisions: [Revision], at now: Instant, of tenant: TenantID) throws -> [Query] {
        let keys = revisions.map(\.statement.key)
        let resources = revisions.map(\.statement.resource)
        let numbers = resources.map { Int32(clamping: $0.revision) }
        let bodies = revisions.map(\.body)
        return [
            """
            insert into statements (tenant_id, id, agreement_id, version, commitment, service_id, window_start, window_end, state,
                revision, fingerprint, body, timeline, subscription_id, created_at, updated_at)
            select \(tenant), new.*, \(now), \(now) from unnest(\(keys.map(\.id)), \(keys.map(\.agreement)), \
            \(keys.map { Int32(clamping: $0.version) }), \(keys.map(\.commitment)), \(keys.map(\.service)), \
            \(keys.map(\.window.start)), \(keys.map(\.window.end)), \(resources.map(\.state.rawValue)), \(numbers), \
            \(revisions.map(\.fingerprint)), \(bodies), \(try revisions.map { try PledgeJSON.encodeText($0.timeline) }), \
            \(keys.map(\.subscription))) as new
            on conflict (tenant_id, id) do update
            set state = excluded.state, revision = excluded.revision, fingerprint = excluded.fingerprint, body = excluded.body,
                timeline = excluded.timeline, updated_at = excluded.updated_at
            """,
            """
            insert into statement_revisions (tenant_id, id, revision, reason, body, made_at)
            select \(tenant), new.*, \(now)
            from unnest(\(keys.map(\.id)), \(numbers), \(revisions.map(\.reason.rawValue)), \(bodies)) as new
            """,
        ]
    }

    /// Keeps statements whose settling time is over.
    static func settled(_ resources: [StatementResource], at now: Instant, of tenant: TenantID) throws -> Query {
        """
        update statements s set state = new.state, body = new.body, updated_at = \(now)
        from unnest(\(resources.map(\.id)), \(resources.map(\.state.rawValue)), \
        \(try resources.map { try PledgeJSON.encodeText($0) })) as new (id, state, body)
        where s.tenant_id = \(tenant) and s.id = new.id
        """
    }

    /// The customer whose own statement it is, kept or waited for; no row for everybody's.
    static func owner(of id: StatementID, _ tenant: TenantID) -> Query {
        """
        select customer_id from known_subscriptions where tenant_id = \(tenant) and subscription_id in (
            select subscription_id from statements where tenant_id = \(tenant) and id = \(id)
            union select subscription_id from statement_work where tenant_id = \(tenant) and id = \(id))
        """
    }

    /// Every revision of a statement, the newest first.
    static func revisions(_ id: StatementID, of tenant: TenantID) -> Query {
        "select revision, body from statement_revisions where tenant_id = \(tenant) and id = \(id) order by revision desc"
    }
}
