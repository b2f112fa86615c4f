import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `subscriptions`.
enum SubscriptionStore {
    private static let columns: Query = """
        id, customer_id, service_id, agreement_id, agreement_version, plan, currency, fees, billing_anchor_day, trial,
        starts_at, ends_at, attributes, revision, created_at, updated_at
        """

    /// What a list of subscriptions can be narrowed to.
    struct Filter: Sendable {
        var customer: CustomerID?
        var service: ServiceID?
        var agreement: AgreementID?
    }

    /// Adds a subscription.
    static func insert(_ subscription: SubscriptionState, of tenant: TenantID, by principal: String) throws -> Query {
        """
        insert into subscriptions (tenant_id, \(columns), created_by, updated_by)
        values (\(tenant), \(subscription.id), \(subscription.customer), \(subscription.service), \(subscription.agreement),
            \(subscription.agreementVersion), \(subscription.plan), \(subscription.currency),
            \(try JSONText(encoding: subscription.fees)), \(subscription.billingAnchorDay), \(subscription.trial),
            \(subscription.from), \(subscription.until), \(try JSONText(encoding: subscription.attributes ?? [])),
            \(subscription.revision), \(subscription.createdAt), \(subscription.updatedAt), \(principal), \(principal))
        """
    }

    /// Writes a changed subscription.
    static func update(_ subscription: SubscriptionState, by principal: String) throws -> Query {
        """
        update subscriptions set fees = \(try JSONText(encoding: subscription.fees)),
            billing_anchor_day = \(subscription.billingAnchorDay), trial = \(subscription.trial), ends_at = \(subscription.until),
            departed_at = null, attributes = \(try JSONText(encoding: subscription.attributes ?? [])), revision = \(subscription.revision), updated_at = \(subscription.updatedAt), updated_by = \(principal)
        where id = \(subscription.id)
        """
    }

    /// One subscription; for a customer only its own.
    static func find(_ id: SubscriptionID, visibleTo customer: CustomerID? = nil) -> Query {
        var query: Query = "select \(columns) from subscriptions where id = \(id)"
        if let customer { query += " and customer_id = \(customer)" }
        return query
    }

    /// A page of subscriptions.
    static func page(_ filter: Filter, after: UUID?, limit: Int) -> Query {
        var query: Query = "select \(columns) from subscriptions where true"
        if let customer = filter.customer { query += " and customer_id = \(customer)" }
        if let service = filter.service { query += " and service_id = \(service)" }
        if let agreement = filter.agreement { query += " and agreement_id = \(agreement)" }
        if let after { query += " and id > \(after)" }
        return query + " order by id limit \(limit)"
    }

    /// All subscriptions of a customer under an agreement.
    static func all(of customer: CustomerID, under agreement: AgreementID) -> Query {
        """
        select \(columns) from subscriptions where customer_id = \(customer) and agreement_id = \(agreement)
        order by starts_at, id
        """
    }

    /// The id of a subscription of the same customer to the same service that runs at the same time as this one.
    ///
    /// The customer's row must be locked, so that two requests at once see each other.
    static func overlapping(_ subscription: SubscriptionState) -> Query {
        var query: Query = """
            select id from subscriptions
            where customer_id = \(subscription.customer) and service_id = \(subscription.service) and id <> \(subscription.id)
                and (ends_at is null or ends_at > \(subscription.from))
            """
        if let until = subscription.until { query += " and starts_at < \(until)" }
        return query + " limit 1"
    }

    /// The id of a subscription of a customer that still runs at `now` or later.
    static func unended(of customer: CustomerID, at now: Instant) -> Query {
        "select id from subscriptions where customer_id = \(customer) and (ends_at is null or ends_at > \(now)) limit 1"
    }

    /// Subscriptions of all tenants that have ended without its being looked at; for the worker's role.
    static func departing(at now: Instant, limit: Int) -> Query {
        """
        select tenant_id, id, agreement_id, customer_id from subscriptions
        where ends_at is not null and departed_at is null and ends_at <= \(now) order by ends_at limit \(limit)
        """
    }

    /// When the next subscription of any tenant ends; for the worker's role.
    static let nextDeparture: Query = """
        select min(ends_at) from subscriptions where ends_at is not null and departed_at is null
        """

    /// Notes that a subscription's end was looked at; no row where it was already, or the end is another.
    static func depart(_ id: SubscriptionID, at now: Instant) -> Query {
        """
        update subscriptions set departed_at = \(now)
        where id = \(id) and departed_at is null and ends_at <= \(now)
        """
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> SubscriptionState {
        let (
            id, customer, service, agreement, agreementVersion, plan, currency, fees, billingAnchorDay, trial, from, until,
            attributes, revision, createdAt, updatedAt
        ) = try row.decode(
            (
                SubscriptionID, CustomerID, ServiceID, AgreementID, Int?, String, String, JSONText, Int, Bool, Instant, Instant?,
                JSONText, Int64, Instant, Instant
            ).self)
        return SubscriptionState(
            id: id, customer: customer, service: service, agreement: agreement, agreementVersion: agreementVersion, plan: plan,
            currency: currency, fees: try fees.decode(), billingAnchorDay: billingAnchorDay, trial: trial, from: from,
            until: until, attributes: try attributes.decode(), revision: revision, createdAt: createdAt, updatedAt: updatedAt)
    }
}
