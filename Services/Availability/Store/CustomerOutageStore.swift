import Contracts
import Postgres
import Terms

/// SQL of `customer_outages`: declared outages by the customers whom they touched alone.
enum CustomerOutageStore {
    private static let columns: Query = """
        customer_id, service_id, component, starts_at, ends_at, counts, former_from, former_to
        """

    /// All of some customers, those that were taken back among them.
    static func find(of customers: [CustomerID], _ tenant: TenantID) -> Query {
        """
        select \(columns) from unnest(\(customers)) as w (wanted)
        cross join lateral (
            select * from customer_outages where tenant_id = \(tenant) and customer_id = wanted offset 0
        ) as found
        """
    }

    /// Those of some customers that count, about services.
    static func counting(_ services: [ServiceID], of customers: [CustomerID], _ tenant: TenantID) -> Query {
        find(of: customers, tenant) + " where service_id = any(\(services)) and counts"
    }

    /// Reads rows of either.
    static func decode(_ rows: Rows) throws -> [CustomerOutage] {
        try rows.decode(
            (CustomerID, ServiceID, String, Instant, Instant?, Bool, Instant?, Instant?).self
        ).map { row in
            let former = row.6.flatMap { start in row.7.map { Interval(start, $0) } }
            return CustomerOutage(
                customer: row.0, service: row.1, component: row.2,
                interval: row.5 ? Interval(row.3, row.4 ?? .latest) : nil, former: former)
        }
    }

    /// Puts what outages are now in place of what they were.
    ///
    /// - Parameter now: up to when an outage that went on has had statements made the customers' own.
    static func replace(_ changes: [DeclaredOutage.Change], at now: Instant, of tenant: TenantID) -> [Query] {
        let before = changes.compactMap(\.before).flatMap(pairs)
        let after = changes.map(\.after).filter { !$0.withdrawn }.flatMap(pairs)
        return [
            """
            update customer_outages o set counts = false, former_from = least(o.former_from, o.starts_at),
                former_to = greatest(o.former_to, o.starts_at + interval '1 second', least(o.ends_at, \(now)))
            from unnest(\(before.map(\.customer)), \(before.map(\.outage.key.service)), \
            \(before.map(\.outage.key.component)), \(before.map(\.outage.key.id))) \
            as old (customer_id, service_id, component, external_id)
            where o.tenant_id = \(tenant) and o.customer_id = old.customer_id and o.service_id = old.service_id
                and o.component = old.component and o.external_id = old.external_id and o.counts
            """,
            """
            insert into customer_outages
                (tenant_id, customer_id, service_id, component, external_id, starts_at, ends_at, counts)
            select \(tenant), new.*, true from unnest(\(after.map(\.customer)), \(after.map(\.outage.key.service)), \
            \(after.map(\.outage.key.component)), \(after.map(\.outage.key.id)), \
            \(after.map { Instant(epochSeconds: $0.outage.from) }), \
            \(after.map { $0.outage.to.map { Instant(epochSeconds: $0) } })) \
            as new (customer_id, service_id, component, external_id, starts_at, ends_at)
            on conflict (tenant_id, customer_id, service_id, component, external_id) do update
            set starts_at = excluded.starts_at, ends_at = excluded.ends_at, counts = true
            """,
        ]
    }

    private static func pairs(_ outage: DeclaredOutage) -> [(customer: CustomerID, outage: DeclaredOutage)] {
        (outage.customers ?? []).map { ($0, outage) }
    }
}
