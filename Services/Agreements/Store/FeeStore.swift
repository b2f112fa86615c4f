import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `fees`.
enum FeeStore {
    private static let columns: Query = """
        f.id, f.subscription_id, s.customer_id, s.service_id, f.fee_class, f.starts_at, f.ends_at, f.amount_minor, f.currency,
        f.states, f.revision, f.created_at, f.updated_at
        """
    private static let source: Query = """
        fees f join subscriptions s on s.tenant_id = f.tenant_id and s.id = f.subscription_id
        """

    /// Writes a fee, over the one that was recorded before.
    static func write(_ fee: FeeResource, of tenant: TenantID, by principal: String) -> Query {
        """
        insert into fees (tenant_id, id, subscription_id, fee_class, starts_at, ends_at, amount_minor, currency, states,
            revision, created_at, created_by, updated_at, updated_by)
        values (\(tenant), \(fee.id), \(fee.subscription), \(fee.feeClass), \(fee.from), \(fee.to), \(fee.amount.amountMinor),
            \(fee.amount.currency), \(fee.states), \(fee.revision), \(fee.createdAt), \(principal), \(fee.updatedAt),
            \(principal))
        on conflict (tenant_id, id) do update
        set amount_minor = excluded.amount_minor, states = excluded.states, revision = excluded.revision,
            updated_at = excluded.updated_at, updated_by = excluded.updated_by
        """
    }

    /// The fees of a class whose time overlaps that of another. The subscription's row must be locked, so that two requests at
    /// once see each other.
    static func overlapping(_ draft: FeeDraft, under subscription: SubscriptionID) -> Query {
        """
        select \(columns) from \(source)
        where f.subscription_id = \(subscription) and f.fee_class = \(draft.feeClass) and f.starts_at < \(draft.to)
            and f.ends_at > \(draft.from)
        order by f.starts_at limit 1
        """
    }

    /// A page of a subscription's fees, the latest recorded first.
    static func page(of subscription: SubscriptionID, after: UUID?, limit: Int) -> Query {
        var query: Query = "select \(columns) from \(source) where f.subscription_id = \(subscription)"
        if let after { query += " and f.id < \(after)" }
        return query + " order by f.id desc limit \(limit)"
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> FeeResource {
        let (
            id, subscription, customer, service, feeClass, from, to, amount, currency, states, revision, createdAt, updatedAt
        ) = try row.decode(
            (
                FeeID, SubscriptionID, CustomerID, ServiceID, String, Instant, Instant, Int64, String, [String], Int64, Instant,
                Instant
            ).self)
        guard let money = Money(amountMinor: amount, currency: currency) else { throw Problem.internalError }
        return FeeResource(
            id: id, subscription: subscription, customer: customer, service: service, feeClass: feeClass, from: from, to: to,
            amount: money, states: states, revision: revision, createdAt: createdAt, updatedAt: updatedAt)
    }
}
