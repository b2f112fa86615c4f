import Contracts
import Postgres
import Terms

/// SQL of what keeps statements from becoming final: declared outages and proposals without an end.
enum HoldStore {
    /// What is shown and looked at of a statement: one is enough to hold it.
    private static let holdsMaximum = 50

    /// What holds the statements of a service whose window ends then: everybody's, or a customer's own.
    ///
    /// - Parameter weighing: whether outages of a share of users bear on them.
    static func find(
        _ service: ServiceID, before end: Instant, for customer: CustomerID?, weighing: Bool, of tenant: TenantID
    ) -> Query {
        """
        select 'outage', external_id, null::uuid, starts_at from declared_outages
        where tenant_id = \(tenant) and service_id = \(service) and ends_at is null and not withdrawn and starts_at < \(end)
            and customers is null and (affected_percent is null or \(weighing))
        union all
        select 'outage', external_id, null, starts_at from customer_outages
        where tenant_id = \(tenant) and customer_id = \(customer) and service_id = \(service) and counts and ends_at is null
            and starts_at < \(end)
        union all
        select 'incident', null, incident_id, starts_at from outage_proposals
        where tenant_id = \(tenant) and service_id = \(service) and state = 'proposed' and ends_at is null
            and starts_at < \(end)
        order by 4, 2 limit \(holdsMaximum)
        """
    }

    /// When the first of what holds the statements of each service began: everybody's, and some customers' own.
    static func earliest(_ services: [ServiceID], customers: [CustomerID], of tenant: TenantID) -> Query {
        """
        select service_id, customer_id, is_weighed, min(starts_at) from (
            select service_id, null::uuid as customer_id, affected_percent is not null as is_weighed, starts_at
            from declared_outages
            where tenant_id = \(tenant) and service_id = any(\(services)) and ends_at is null and not withdrawn
                and customers is null
            union all
            select service_id, null, false, starts_at from outage_proposals
            where tenant_id = \(tenant) and service_id = any(\(services)) and state = 'proposed' and ends_at is null
            union all
            select service_id, customer_id, false, starts_at from customer_outages
            where tenant_id = \(tenant) and customer_id = any(\(customers)) and service_id = any(\(services)) and counts
                and ends_at is null
        ) as holds group by service_id, customer_id, is_weighed
        """
    }

    /// What ``earliest(_:customers:of:)`` found.
    struct Earliest: Sendable {
        private let starts: [ServiceID: [CustomerID?: Instant]]
        /// Of outages of a share of users.
        private let weighed: [ServiceID: Instant]

        /// Reads it.
        init(_ rows: Rows) throws {
            var starts: [ServiceID: [CustomerID?: Instant]] = [:]
            var weighed: [ServiceID: Instant] = [:]
            for (service, customer, isWeighed, start) in try rows.decode((ServiceID, CustomerID?, Bool, Instant).self) {
                if isWeighed { weighed[service] = start } else { starts[service, default: [:]][customer] = start }
            }
            self.starts = starts
            self.weighed = weighed
        }

        /// Whether something holds a statement of a service whose window ends then; `customer` is whose own it is, and
        /// `weighing` whether outages of a share of users bear on it.
        func holds(_ service: ServiceID, before end: Instant, for customer: CustomerID?, weighing: Bool) -> Bool {
            let all = starts[service] ?? [:]
            return [all[nil], customer.flatMap { all[$0] }, weighing ? weighed[service] : nil].contains {
                $0.map { $0 < end } ?? false
            }
        }
    }

    /// Reads what ``find(_:before:for:of:)`` found.
    static func decode(_ rows: Rows) throws -> [StatementHold] {
        try rows.decode((String, String?, IncidentID?, Instant).self).map { row in
            StatementHold(
                kind: StatementHold.Kind(rawValue: row.0) ?? .outage, id: row.1 ?? row.2?.description, from: row.3)
        }
    }

    /// Has the statements that were held looked at again, because something that began then is over.
    static func release(_ service: ServiceID, from start: Instant, at now: Instant, of tenant: TenantID) -> Query {
        """
        update statement_work set due_at = least(due_at, greatest(\(now), window_end + \
        make_interval(secs => \(StatementWorkStore.settlingSeconds))))
        where tenant_id = \(tenant) and service_id = \(service) and reason = \(StatementWorkStore.Reason.settled.rawValue)
            and window_end > \(start)
        """
    }

    /// The same for what an incident held.
    static func release(_ incident: IncidentID, at now: Instant, of tenant: TenantID) -> Query {
        """
        update statement_work w set due_at = least(w.due_at, greatest(\(now), w.window_end + \
        make_interval(secs => \(StatementWorkStore.settlingSeconds))))
        from outage_proposals p
        where w.tenant_id = \(tenant) and p.tenant_id = \(tenant) and p.incident_id = \(incident)
            and (p.ends_at is not null or p.state <> 'proposed') and w.service_id = p.service_id
            and w.reason = \(StatementWorkStore.Reason.settled.rawValue) and w.window_end > p.starts_at
        """
    }
}
