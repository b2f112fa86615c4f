import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `ledger_entries`, and of the limits and invoices that it is held against.
enum LedgerStore {
    /// Enters a posting: its debit and its credit.
    static func post(_ posting: Posting, of tenant: TenantID) -> Query {
        let minor = posting.amount.amountMinor
        return """
            insert into ledger_entries (tenant_id, posting_id, line, kind, account, customer_id, credit_id, invoice, currency,
                amount_minor, posted_by, posted_at)
            select \(tenant), \(posting.id), line, \(posting.kind.rawValue), account, \(posting.customer), \(posting.of),
                \(posting.invoice), \(posting.amount.currency), amount, \(posting.by), \(posting.at)
            from (values (1::smallint, \(posting.debit.rawValue), \(minor)), (2::smallint, \(posting.credit.rawValue), \(-minor)))
                as entries (line, account, amount)
            """
    }

    /// Sets the most that a customer may be credited over a period. A new period begins with what was credited in it already.
    static func limit(_ limit: CreditLimit, of credit: CreditResource, _ tenant: TenantID) -> Query {
        """
        insert into credit_limits (tenant_id, customer_id, agreement_id, currency, period, period_start, period_end, base_minor,
            cap_percent, cap_minor, credited_minor)
        select \(tenant), \(credit.customer), \(credit.agreement), \(credit.amount.currency), \(limit.period.rawValue),
            \(limit.interval.start), \(limit.interval.end),
            \(String(limit.baseMinor.numerator))::numeric / \(String(limit.baseMinor.denominator))::numeric,
            \(limit.capPercent?.description)::numeric, \(limit.capMinor),
            coalesce((select sum(c.amount_minor - c.voided_minor) from credits c
                where c.tenant_id = \(tenant) and c.customer_id = \(credit.customer) and c.agreement_id = \(credit.agreement)
                    and c.currency = \(credit.amount.currency) and c.id <> \(credit.id)
                    and c.window_end > \(limit.interval.start) and c.window_end <= \(limit.interval.end)
                    and (\(limit.period.rawValue) <> 'window' or c.window_start = \(limit.interval.start)
                        and c.window_end = \(limit.interval.end))), 0)
        on conflict (tenant_id, customer_id, agreement_id, currency, period, period_start, period_end) do update
        set base_minor = excluded.base_minor, cap_percent = excluded.cap_percent, cap_minor = excluded.cap_minor
        """
    }

    /// Makes an invoice known, or gives what is known of it.
    static func invoice(_ application: ApplicationDraft, of credit: CreditResource, at now: Instant, _ tenant: TenantID)
        -> [Query]
    {
        [
            """
            insert into invoices (tenant_id, invoice, customer_id, currency, due_minor, created_at)
            values (\(tenant), \(application.invoice), \(credit.customer), \(application.due.currency),
                \(application.due.amountMinor), \(now))
            on conflict (tenant_id, invoice) do nothing
            """,
            """
            select customer_id, currency, due_minor, credited_minor from invoices
            where tenant_id = \(tenant) and invoice = \(application.invoice)
            """,
        ]
    }

    /// Says which tenant leaves: its entries may be deleted until the transaction ends.
    static func leaving(_ tenant: TenantID) -> Query {
        "select set_config('pledge.erasing', \(tenant.uuid.uuidString.lowercased()), true)"
    }

    /// The credits that were applied to an invoice already.
    static func applied(to invoice: String, _ tenant: TenantID) -> Query {
        """
        select credit_id from ledger_entries
        where tenant_id = \(tenant) and invoice = \(invoice) and account = 'receivables'
        """
    }
}
