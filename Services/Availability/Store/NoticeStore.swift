import Contracts
import Postgres
import Terms

/// SQL of `known_notices`.
enum NoticeStore {
    /// Keeps that customers had notice of maintenance; what is kept stays as it is.
    static func keep(_ notice: NoticeResource, of maintenance: MaintenanceID, _ tenant: TenantID) -> Query {
        """
        insert into known_notices (tenant_id, maintenance_id, customer_id, notice_id, given_at)
        select \(tenant), \(maintenance), customer_id, \(notice.id), \(notice.givenAt)
        from unnest(\(notice.customers)) as c (customer_id)
        on conflict do nothing
        """
    }

    /// Who was owed notice of the maintenance of services that overlaps their stretches, and when they had it: by the
    /// customers of each agreement together, and of each of `customers` by itself. What was recorded with a proof of its own
    /// needs no other, unless it was changed since. A notice counts for what was announced before it.
    static func book(_ wanted: [ServiceStretch], customers: [CustomerID], of tenant: TenantID) -> Query {
        """
        with stretches as (
            select m.id, m.service_id, c."from", c."to", c.announced_at
            from unnest(\(wanted.services), \(wanted.starts), \(wanted.ends)) as w (wanted, first, last)
            cross join lateral (
                select * from maintenance
                where tenant_id = \(tenant) and service_id = w.wanted and starts_at < w.last and ends_at > w.first
                offset 0
            ) as m
            cross join lateral jsonb_to_recordset(m.covered::jsonb)
                as c ("from" timestamptz, "to" timestamptz, announced_at timestamptz)
            where m.proof is null or c.announced_at > m.announced_at
        ), owed as (
            select s.id, s."from", k.agreement_id, k.customer_id, (
                select min(n.given_at) from known_notices n
                where n.tenant_id = \(tenant) and n.maintenance_id = s.id and n.customer_id = k.customer_id
                    and n.given_at >= s.announced_at) as given_at
            from stretches s join known_subscriptions k on k.tenant_id = \(tenant)
                and k.service_id = s.service_id and k.starts_at <= s.announced_at and k.starts_at < s."to" and (k.ends_at is null or k.ends_at > s."from")
        )
        select id, "from", agreement_id, null::uuid, bool_or(given_at is null), max(given_at)
        from owed group by id, "from", agreement_id
        union all
        select distinct id, "from", agreement_id, customer_id, given_at is null, given_at
        from owed where customer_id = any(\(customers))
        """
    }

    /// Reads what ``book(_:customers:of:)`` found.
    static func decode(_ rows: Rows) throws -> NoticeBook {
        NoticeBook(
            try rows.decode((MaintenanceID, Instant, AgreementID, CustomerID?, Bool, Instant?).self).map { row in
                NoticeBook.Entry(
                    maintenance: row.0, from: row.1, agreement: row.2, customer: row.3, isIncomplete: row.4, last: row.5)
            })
    }

    /// Has the closed statements made anew that depend on whether a contract's customer had notice: those that overlap
    /// maintenance of its service of which it was owed notice, or would have been.
    static func markDirty(_ contract: SubscriptionState, at now: Instant, of tenant: TenantID) -> Query {
        """
        insert into statement_work (tenant_id, id, agreement_id, version, commitment, service_id, window_start, window_end,
            due_at, reason, subscription_id)
        select s.tenant_id, s.id, s.agreement_id, s.version, s.commitment, s.service_id, s.window_start, s.window_end,
            \(now.advanced(by: StatementWorkStore.quietSeconds)), \(StatementWorkStore.Reason.notice.rawValue), s.subscription_id
        from statements s
        where s.tenant_id = \(tenant) and s.service_id = \(contract.service) and s.agreement_id = \(contract.agreement)
            and exists (select from maintenance m
                where m.tenant_id = \(tenant) and m.service_id = s.service_id and m.starts_at < s.window_end
                    and m.ends_at > s.window_start and m.ends_at > \(contract.from) and m.updated_at >= \(contract.from)
                    and (m.proof is null or m.version > 1))
        on conflict (tenant_id, id) do update set reason = excluded.reason,
            due_at = least(statement_work.due_at, excluded.due_at)
        where statement_work.reason = any(\(StatementWorkStore.Reason.ofTime))
        """
    }
}
