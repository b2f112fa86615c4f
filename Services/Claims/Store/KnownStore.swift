import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of what others own beside statements: agreements, subscriptions, schedules, fees, customers.
enum KnownStore {
    /// Keeps a customer's schedule as it is now.
    static func keep(_ state: AgreementScheduleState, of tenant: TenantID) -> Query {
        """
        insert into known_schedules (tenant_id, agreement_id, version, customer_id, effective_from, revision)
        values (\(tenant), \(state.agreement), \(Int32(clamping: state.version)), \(state.customer), \(state.effectiveFrom),
            \(state.revision))
        on conflict (tenant_id, agreement_id, version, customer_id) do update
        set effective_from = excluded.effective_from, revision = excluded.revision
        where known_schedules.revision < excluded.revision
        """
    }

    /// Keeps a fee as it is now.
    static func keep(_ fee: FeeResource, of tenant: TenantID) throws -> Query {
        """
        insert into known_fees (tenant_id, id, subscription_id, customer_id, fee_class, starts_at, ends_at, revision, state)
        values (\(tenant), \(fee.id), \(fee.subscription), \(fee.customer), \(fee.feeClass), \(fee.from), \(fee.to),
            \(fee.revision), \(JSONText(try PledgeJSON.encodeText(fee))))
        on conflict (tenant_id, id) do update set revision = excluded.revision, state = excluded.state
        where known_fees.revision < excluded.revision
        """
    }

    /// Forgets what belongs to a customer that has left.
    static func forget(_ customer: CustomerID, of tenant: TenantID) -> [Query] {
        [
            "delete from known_schedules where tenant_id = \(tenant) and customer_id = \(customer)",
            "delete from known_fees where tenant_id = \(tenant) and customer_id = \(customer)",
            "delete from known_tickets where tenant_id = \(tenant) and customer_id = \(customer)",
        ]
    }

    /// Every published version of an agreement, in the order of their publication.
    static func versions(of agreement: AgreementID, _ tenant: TenantID) -> Query {
        """
        select state::text from known_agreements where tenant_id = \(tenant) and id = \(agreement)
        order by state ->> 'effective_from', version
        """
    }

    /// A customer's schedules under an agreement, or everybody's.
    static func schedules(of customer: CustomerID?, under agreement: AgreementID, _ tenant: TenantID) -> Query {
        var query: Query = """
            select customer_id, version, effective_from from known_schedules
            where tenant_id = \(tenant) and agreement_id = \(agreement)
            """
        if let customer { query += " and customer_id = \(customer)" }
        return query
    }

    /// A customer's subscriptions.
    static func subscriptions(of customer: CustomerID, _ tenant: TenantID) -> Query {
        """
        select state::text from known_subscriptions where tenant_id = \(tenant) and customer = \(customer)
        order by state ->> 'from', id
        """
    }

    /// Everybody's subscriptions to a service under an agreement.
    static func subscriptions(to service: ServiceID, under agreement: AgreementID, _ tenant: TenantID) -> Query {
        """
        select state::text from known_subscriptions
        where tenant_id = \(tenant) and state ->> 'service' = \(service.description)
            and state ->> 'agreement' = \(agreement.description)
        order by customer, state ->> 'from', id
        """
    }

    /// A customer's fees.
    static func fees(of customer: CustomerID, _ tenant: TenantID) -> Query {
        """
        select state::text from known_fees where tenant_id = \(tenant) and customer_id = \(customer) order by starts_at, id
        """
    }

    /// Whether the tenant has a customer.
    static func hasCustomer(_ id: CustomerID, _ tenant: TenantID) -> Query {
        "select exists (select from known_customers where tenant_id = \(tenant) and id = \(id))"
    }

    /// Reads rows of states.
    static func decode<State: Decodable>(_ rows: Rows, as type: State.Type = State.self) throws -> [State] {
        try rows.decode(String.self).map { try PledgeJSON.decode(State.self, from: $0) }
    }
}
