import Contracts
import Foundation
import Postgres
import Terms

/// SQL of `budget_watches`.
enum BudgetStore {
    /// The error budget of an open window.
    struct Watch: Sendable {
        let key: StatementKey
        let id: StatementID
        /// The highest level that was told and stands.
        let told: BudgetLevel
    }

    /// Seconds after a change in which budgets are looked at: what comes in many batches is looked at once.
    private static let quietSeconds = StatementWorkStore.quietSeconds

    /// Has the budgets of windows watched from their starts on. Those that are watched already are passed over, and those that
    /// are over: of history nothing is told.
    static func watch(_ keys: [StatementKey], at now: Instant, of tenant: TenantID) -> Query {
        let keys = keys.filter { $0.window.end > now }
        return """
            insert into budget_watches (tenant_id, id, agreement_id, version, commitment, service_id, window_start, window_end,
                due_at, subscription_id)
            select \(tenant), new.id, new.agreement_id, new.version, new.commitment, new.service_id, new.window_start,
                new.window_end, new.window_start, new.subscription_id
            from unnest(\(keys.map(\.id)), \(keys.map(\.agreement)), \(keys.map { Int32(clamping: $0.version) }), \
            \(keys.map(\.commitment)), \(keys.map(\.service)), \(keys.map(\.window.start)), \(keys.map(\.window.end)), \
            \(keys.map(\.subscription))) \
            as new (id, agreement_id, version, commitment, service_id, window_start, window_end, subscription_id)
            on conflict (tenant_id, id) do nothing
            """
    }

    /// Has the next of a rolling promise's windows go on from what was told of the one before: it is the same trouble.
    static func carry(_ told: BudgetLevel, to key: StatementKey, of tenant: TenantID) -> Query {
        """
        insert into budget_watches (tenant_id, id, agreement_id, version, commitment, service_id, window_start, window_end,
            due_at, subscription_id, told)
        values (\(tenant), \(key.id), \(key.agreement), \(Int32(clamping: key.version)), \(key.commitment), \(key.service),
            \(key.window.start), \(key.window.end), \(key.window.start), \(key.subscription), \(told.rawValue))
        on conflict (tenant_id, id) do update set told = excluded.told, due_at = excluded.due_at
        """
    }

    /// Has the budgets of the open windows of a service (nil for all) looked at that a change of some time touches.
    static func look(at service: ServiceID?, _ stretch: Interval, at now: Instant, of tenant: TenantID) -> Query {
        soon(now, of: tenant) + " and window_start < \(stretch.end) and window_end > \(stretch.start)"
            + (service.map { " and service_id = \($0)" } ?? "")
    }

    /// Has the budgets of an agreement's open windows looked at.
    static func look(at agreement: AgreementID, at now: Instant, of tenant: TenantID) -> Query {
        soon(now, of: tenant) + " and agreement_id = \(agreement)"
    }

    /// Only what would be looked at later is written: many changes in a row cost one.
    private static func soon(_ now: Instant, of tenant: TenantID) -> Query {
        let due = now.advanced(by: quietSeconds)
        return """
            update budget_watches set due_at = \(due)
            where tenant_id = \(tenant) and due_at > \(due) and window_start <= \(now)
            """
    }

    /// The watches that are due, those whose windows end first, first: what was told of one is known when the next is looked at.
    static func due(_ now: Instant, limit: Int, of tenant: TenantID) -> Query {
        """
        select agreement_id, version, commitment, service_id, window_start, window_end, subscription_id, id, told
        from budget_watches where tenant_id = \(tenant) and due_at <= \(now) order by window_end, id limit \(limit)
        """
    }

    /// The tenants that have such watches. For the worker's role.
    static func dueTenants(_ now: Instant) -> Query {
        "select distinct tenant_id from budget_watches where due_at <= \(now) limit 1000"
    }

    /// Reads what ``due(_:limit:of:)`` found.
    static func decode(_ rows: Rows, of tenant: TenantID) throws -> [Watch] {
        try rows.decode(
            (AgreementID, Int32, String, ServiceID, Instant, Instant, SubscriptionID?, StatementID, Int16).self
        ).map { row in
            let key = StatementKey(
                tenant: tenant, agreement: row.0, version: Int(row.1), commitment: row.2, service: row.3,
                window: Interval(row.4, row.5), subscription: row.6)
            return Watch(key: key, id: row.7, told: BudgetLevel(rawValue: row.8) ?? .little)
        }
    }

    /// What has become of a watch: what stands as told, and when to look again.
    struct Look: Sendable {
        let id: StatementID
        let told: BudgetLevel
        let next: Instant
    }

    /// Keeps what has become of watches.
    static func keep(_ looks: [Look], of tenant: TenantID) -> Query {
        """
        update budget_watches w set told = new.told, due_at = new.due_at
        from unnest(\(looks.map(\.id)), \(looks.map(\.told.rawValue)), \(looks.map(\.next))) as new (id, told, due_at)
        where w.tenant_id = \(tenant) and w.id = new.id
        """
    }

    /// Ends the watch over windows.
    static func finish(_ ids: [StatementID], of tenant: TenantID) -> Query {
        "delete from budget_watches where tenant_id = \(tenant) and id = any(\(ids))"
    }
}
