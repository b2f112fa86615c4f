import Contracts
import Postgres
import Terms

/// SQL of `statement_work` and of `objective_work`: what has to be evaluated, when, and why.
enum StatementWorkStore {
    /// Why a statement, or the result of an objective, is made or made anew.
    enum Reason: String, Sendable {
        case windowEnded = "window_ended"
        case measurements, maintenance, exclusion, agreement, subscription, notice
        /// The settling time is over: of work alone, for no revision is made because of it.
        case settled

        /// What is left alone until its time has come, whoever reads meanwhile.
        static let ofTime = [Self.windowEnded.rawValue, Self.settled.rawValue]

        /// Seconds that a change is left to settle before closed statements are made anew. A decision on an exclusion is one
        /// person's act on one thing, and not left at all.
        var quietSeconds: Int64 { self == .exclusion ? 0 : StatementWorkStore.quietSeconds }
    }

    /// Seconds that changes are left to settle: history comes in many batches, and each of them is no revision. Whoever reads
    /// does not wait for it.
    static let quietSeconds: Int64 = 3

    /// Seconds after the end of a window in which its statement is provisional: two days, in which late measurements and
    /// decisions on exclusions come in before anything is claimed. Later corrections restate it all the same.
    static let settlingSeconds: Int64 = 2 * 86_400

    /// Seconds after which a statement is looked at again that something without an end holds, should nobody have said that it
    /// is over: a day, for what says so has it looked at in any case.
    static let heldSeconds: Int64 = 86_400

    /// A window that has to be evaluated.
    struct Work: Sendable {
        let id: StatementID
        let agreement: AgreementID
        let version: Int
        let commitment: String
        let service: ServiceID
        let window: Interval
        let reason: Reason
        /// The contract whose own statement it is; nil for everybody's.
        let subscription: SubscriptionID?
        /// Whose act has it made, a key or a member; nil where time or another service's event does.
        let principal: String?
    }

    /// Has the closed statements of a service (nil for all) whose windows overlap a stretch of time made anew. Work that waits
    /// for the end of such a window (each window schedules its successor, which may be kept already) becomes work of this reason: otherwise it
    /// would find the statement kept, do nothing, and the change would be lost. What waits for another change to settle takes
    /// this one along when it does: one revision tells of both.
    ///
    /// - Parameter principal: whose act it is; nil for nobody's.
    static func markDirty(
        service: ServiceID?, _ stretch: Interval, reason: Reason, by principal: String?, at now: Instant, of tenant: TenantID,
        in kind: ResultKind = .statement
    ) -> Query {
        markDirty(overlapping(service, stretch), reason: reason, by: principal, at: now, of: tenant, in: kind)
    }

    /// The same for results that are some customers' own.
    static func markDirty(
        service: ServiceID?, _ stretch: Interval, of customers: [CustomerID], reason: Reason, by principal: String?,
        at now: Instant, _ tenant: TenantID, in kind: ResultKind
    ) -> Query {
        let own: Query = """
             and subscription_id in (
                select subscription_id from known_subscriptions
                where tenant_id = \(tenant) and customer_id = any(\(customers)))
            """
        return markDirty(overlapping(service, stretch) + own, reason: reason, by: principal, at: now, of: tenant, in: kind)
    }

    private static func overlapping(_ service: ServiceID?, _ stretch: Interval) -> Query {
        " and window_start < \(stretch.end) and window_end > \(stretch.start)" + (service.map { " and service_id = \($0)" } ?? "")
    }

    private static func markDirty(
        _ condition: Query, reason: Reason, by principal: String?, at now: Instant, of tenant: TenantID, in kind: ResultKind
    ) -> Query {
        """
        insert into \(kind.workTable) as work (tenant_id, id, agreement_id, version, commitment, service_id, window_start, window_end,
            due_at, reason, subscription_id, made_by)
        select tenant_id, id, agreement_id, version, commitment, service_id, window_start, window_end,
            \(now.advanced(by: reason.quietSeconds)), \(reason.rawValue), subscription_id, \(principal)
        from \(kind.keptTable)
        where tenant_id = \(tenant)\(condition)
        on conflict (tenant_id, id) do update set reason = excluded.reason, made_by = excluded.made_by,
            due_at = least(work.due_at, excluded.due_at)
        where work.reason = any(\(Reason.ofTime))
        """
    }

    /// Has a contract's own statements that are kept made anew, because what is known of it has changed.
    static func markDirty(
        _ subscription: SubscriptionID, at now: Instant, of tenant: TenantID, in kind: ResultKind = .statement
    ) -> Query {
        """
        insert into \(kind.workTable) as work (tenant_id, id, agreement_id, version, commitment, service_id, window_start, window_end,
            due_at, reason, subscription_id)
        select tenant_id, id, agreement_id, version, commitment, service_id, window_start, window_end,
            \(now.advanced(by: quietSeconds)), \(Reason.subscription.rawValue), subscription_id
        from \(kind.keptTable) where tenant_id = \(tenant) and subscription_id = \(subscription)
        on conflict (tenant_id, id) do update set reason = excluded.reason,
            due_at = least(work.due_at, excluded.due_at)
        where work.reason = any(\(Reason.ofTime))
        """
    }

    /// Has windows evaluated when they end. Windows that are kept already, or waited for, are passed over.
    static func schedule(_ keys: [StatementKey], in kind: ResultKind = .statement, of tenant: TenantID) -> Query {
        """
        insert into \(kind.workTable) (tenant_id, id, agreement_id, version, commitment, service_id, window_start, window_end,
            due_at, reason, subscription_id)
        select \(tenant), new.id, new.agreement_id, new.version, new.commitment, new.service_id, new.window_start, new.window_end,
            new.window_end, \(Reason.windowEnded.rawValue), new.subscription_id
        from unnest(\(keys.map(\.id)), \(keys.map(\.agreement)), \(keys.map { Int32(clamping: $0.version) }), \
        \(keys.map(\.commitment)), \(keys.map(\.service)), \(keys.map(\.window.start)), \(keys.map(\.window.end)), \
        \(keys.map(\.subscription))) \
        as new (id, agreement_id, version, commitment, service_id, window_start, window_end, subscription_id)
        where not exists (select from \(kind.keptTable) s where s.tenant_id = \(tenant) and s.id = new.id)
        on conflict (tenant_id, id) do nothing
        """
    }

    /// Statements that somebody reads, and what has to be made before they can be read.
    struct Wanted: Sendable {
        /// The statements.
        let ids: [StatementID]
        /// The services whose windows that are over are among them: each window makes the one after it known.
        let services: [ServiceID]

        /// What a selection needs at an instant.
        init(_ selection: StatementReader.Selection, _ now: Instant) {
            self.init(selection.items.map(\.key), selection.ids, now)
        }

        /// What these need at an instant, and what is wanted by its id alone.
        init(_ keys: [StatementKey], _ others: [StatementID], _ now: Instant) {
            ids = others + keys.map(\.id)
            services = Set(keys.filter { $0.window.end <= now }.map(\.service)).sorted()
        }

        /// What limits work to it.
        fileprivate var condition: Query {
            " and (id = any(\(ids)) or (service_id = any(\(services)) and reason = \(Reason.windowEnded.rawValue)))"
        }
    }

    /// The work that is due; that for `wanted`, when given, before changes have come to rest.
    static func due(
        _ now: Instant, for wanted: Wanted? = nil, limit: Int, of tenant: TenantID, in kind: ResultKind = .statement
    ) -> Query {
        var query: Query = """
            select id, agreement_id, version, commitment, service_id, window_start, window_end, reason, subscription_id,
                made_by
            from \(kind.workTable) where tenant_id = \(tenant)
            """
        query += wanted.map { isDue(now) + $0.condition } ?? " and due_at <= \(now)"
        return query + " order by due_at limit \(limit)"
    }

    /// Whether there is work to do before statements can be read.
    static func isDue(_ wanted: Wanted, _ now: Instant, of tenant: TenantID, in kind: ResultKind = .statement) -> Query {
        "select exists (select from \(kind.workTable) where tenant_id = \(tenant)" + isDue(now) + wanted.condition + ")"
    }

    /// Due for somebody who reads: changes need not have come to rest.
    private static func isDue(_ now: Instant) -> Query {
        " and (due_at <= \(now) or reason <> all(\(Reason.ofTime)))"
    }

    /// Has statements settle at their instants: when their time has come, or when they are looked at again where something
    /// holds them.
    static func settle(
        _ keys: [(key: StatementKey, due: Instant)], in kind: ResultKind = .statement, of tenant: TenantID
    ) -> Query {
        """
        insert into \(kind.workTable) as work (tenant_id, id, agreement_id, version, commitment, service_id, window_start, window_end,
            due_at, reason, subscription_id)
        select \(tenant), new.id, new.agreement_id, new.version, new.commitment, new.service_id, new.window_start, new.window_end,
            new.due_at, \(Reason.settled.rawValue), new.subscription_id
        from unnest(\(keys.map(\.key.id)), \(keys.map(\.key.agreement)), \(keys.map { Int32(clamping: $0.key.version) }), \
        \(keys.map(\.key.commitment)), \(keys.map(\.key.service)), \(keys.map(\.key.window.start)), \
        \(keys.map(\.key.window.end)), \(keys.map(\.due)), \(keys.map(\.key.subscription))) \
        as new (id, agreement_id, version, commitment, service_id, window_start, window_end, due_at, subscription_id)
        on conflict (tenant_id, id) do update set reason = excluded.reason, due_at = excluded.due_at
        where work.reason = \(Reason.windowEnded.rawValue)
        """
    }

    /// The tenants that have work due. For the worker's role.
    static func dueTenants(_ now: Instant, in kind: ResultKind = .statement) -> Query {
        "select distinct tenant_id from \(kind.workTable) where due_at <= \(now) limit 1000"
    }

    /// Reads what ``due(_:for:limit:of:in:)`` found.
    static func decode(_ rows: Rows) throws -> [Work] {
        try rows.decode(
            (StatementID, AgreementID, Int32, String, ServiceID, Instant, Instant, String, SubscriptionID?, String?).self
        ).map {
            row in
            Work(
                id: row.0, agreement: row.1, version: Int(row.2), commitment: row.3, service: row.4,
                window: Interval(row.5, row.6), reason: Reason(rawValue: row.7) ?? .measurements,
                subscription: row.8, principal: row.9)
        }
    }

    /// Removes work that is done.
    static func finish(_ ids: [StatementID], in kind: ResultKind = .statement, of tenant: TenantID) -> Query {
        "delete from \(kind.workTable) where tenant_id = \(tenant) and id = any(\(ids))"
    }
}
