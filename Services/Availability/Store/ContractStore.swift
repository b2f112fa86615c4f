import Contracts
import Postgres
import Terms

/// SQL of `known_subscriptions`.
enum ContractStore {
    private static let columns: Query = """
        subscription_id, customer_id, service_id, agreement_id, agreement_version, billing_anchor_day, starts_at, ends_at, state
        """

    /// Keeps a subscription as it is now.
    static func write(_ state: SubscriptionState, of tenant: TenantID) throws -> Query {
        """
        insert into known_subscriptions (tenant_id, \(columns), revision)
        values (\(tenant), \(state.id), \(state.customer), \(state.service), \(state.agreement),
            \(state.agreementVersion.map { Int32(clamping: $0) }), \(Int16(clamping: state.billingAnchorDay)), \(state.from),
            \(state.until), \(try PledgeJSON.encodeText(state)), \(state.revision))
        on conflict (tenant_id, subscription_id) do update
        set ends_at = excluded.ends_at, starts_at = excluded.starts_at, billing_anchor_day = excluded.billing_anchor_day,
            state = excluded.state, revision = excluded.revision
        where known_subscriptions.revision < excluded.revision
        """
    }

    /// What binds customers: what each subscribes to, its schedules, and the outages that are its own. Each is looked up,
    /// whatever the planner makes of an array.
    static func bound(_ customers: [CustomerID], _ tenant: TenantID) -> [Query] {
        [
            """
            select \(columns) from unnest(\(customers)) as w (wanted)
            cross join lateral (
                select * from known_subscriptions where tenant_id = \(tenant) and customer_id = wanted offset 0
            ) as found
            """,
            """
            select customer_id, agreement_id, version, effective_from from unnest(\(customers)) as w (wanted)
            cross join lateral (
                select * from known_schedules where tenant_id = \(tenant) and customer_id = wanted offset 0
            ) as found
            """,
            CustomerOutageStore.find(of: customers, tenant),
        ]
    }

    /// Some contracts.
    static func find(_ ids: [SubscriptionID], of tenant: TenantID) -> Query {
        "select \(columns) from known_subscriptions where tenant_id = \(tenant) and subscription_id = any (\(ids))"
    }

    /// Reads what ``find(_:of:)`` found.
    static func decode(_ rows: Rows) throws -> [KnownSubscription] {
        try rows.decode(
            (SubscriptionID, CustomerID, ServiceID, AgreementID, Int32?, Int16, Instant, Instant?, String?).self
        ).map { row in
            if let text = row.8 { return KnownSubscription(try PledgeJSON.decode(SubscriptionState.self, from: text)) }
            return KnownSubscription(
                id: row.0, customer: row.1, service: row.2, agreement: row.3, version: row.4.map { Int($0) }, plan: nil,
                anchorDay: Int(row.5), period: Interval(row.6, row.7 ?? .latest))
        }
    }

    /// Puts together what ``bound(_:_:)`` found.
    static func decodeBound(_ rows: ArraySlice<Rows>) throws -> [CustomerID: CustomerTerms] {
        let rows = Array(rows)
        let contracts = Dictionary(grouping: try decode(rows[0]), by: \.customer)
        let outages = Dictionary(grouping: try CustomerOutageStore.decode(rows[2]), by: \.customer)
        var starts: [CustomerID: [AgreementID: [Int: Instant?]]] = [:]
        for (customer, agreement, version, start) in try rows[1].decode((CustomerID, AgreementID, Int32, Instant?).self) {
            starts[customer, default: [:]][agreement, default: [:]][Int(version)] = .some(start)
        }
        let terms = Set(contracts.keys).union(starts.keys).union(outages.keys).map { customer in
            (
                customer,
                CustomerTerms(
                    contracts: contracts[customer] ?? [], schedules: starts[customer] ?? [:], outages: outages[customer] ?? [])
            )
        }
        return Dictionary(uniqueKeysWithValues: terms)
    }

    /// What all contracts of a tenant make necessary; of one agreement about one service where these are given.
    static func demands(_ tenant: TenantID, agreement: AgreementID? = nil, service: ServiceID? = nil) -> Query {
        var query: Query = """
            select agreement_id, service_id, agreement_version, billing_anchor_day, min(starts_at),
                case when count(*) = count(ends_at) then max(ends_at) end
            from known_subscriptions where tenant_id = \(tenant)
            """
        if let agreement { query += " and agreement_id = \(agreement)" }
        if let service { query += " and service_id = \(service)" }
        return query + " group by agreement_id, service_id, agreement_version, billing_anchor_day"
    }

    /// Reads what ``demands(_:agreement:service:)`` found.
    static func decodeDemands(_ rows: Rows) throws -> [StatementDemand] {
        try rows.decode((AgreementID, ServiceID, Int32?, Int16, Instant, Instant?).self).map { row in
            StatementDemand(
                agreement: row.0, service: row.1, version: row.2.map { Int($0) }, anchorDay: Int(row.3),
                span: Interval(row.4, row.5 ?? .latest))
        }
    }
}
