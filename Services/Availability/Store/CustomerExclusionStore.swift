import Contracts
import Postgres
import Terms

/// SQL of `customer_exclusions`: approved exclusions by the customers in whose statements alone they count.
enum CustomerExclusionStore {
    /// All of some customers.
    static func find(of customers: [CustomerID], _ tenant: TenantID) -> Query {
        """
        select customer_id, service_id, starts_at, ends_at from unnest(\(customers)) as w (wanted)
        cross join lateral (
            select * from customer_exclusions where tenant_id = \(tenant) and customer_id = wanted offset 0
        ) as found
        """
    }

    /// Reads rows of it.
    static func decode(_ rows: Rows) throws -> [CustomerExclusion] {
        try rows.decode((CustomerID, ServiceID?, Instant, Instant).self).map {
            CustomerExclusion(customer: $0.0, service: $0.1, interval: Interval($0.2, $0.3))
        }
    }

    /// Keeps an exclusion that was approved for its customers. Nothing of it changes later.
    static func insert(_ item: ExclusionResource, of tenant: TenantID) -> Query {
        """
        insert into customer_exclusions (tenant_id, customer_id, exclusion_id, service_id, starts_at, ends_at)
        select \(tenant), new.customer_id, \(item.id), \(item.service), \(item.from), \(item.to)
        from unnest(\(item.customers ?? [])) as new (customer_id)
        """
    }
}
