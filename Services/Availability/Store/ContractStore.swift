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

    /// What binds customers: what each subscribes to, its schedules, and the outages and exclusions that are its own. Each is
    /// looked up, whatever the planner makes of an array.
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
            CustomerExclusionStore.find(of: customers, tenant),
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
        let exclusions = Dictionary(grouping: try CustomerExclusionStore.decode(rows[3]), by: \.customer)
        var starts: [CustomerID: [AgreementID: [Int: Instant?]]] = [:]
        for (customer, agreement, version, start) in try rows[1].decode((CustomerID, AgreementID, Int32, Instant?).self) {
            starts[customer, default: [:]][agreement, default: [:]][Int(version)] = .some(start)
        }
        let customers = Set(contracts.keys).union(starts.keys).union(outages.keys).union(exclusions.keys)
        let terms = customers.map { customer in
            (
                customer,
                CustomerTerms(
                    contracts: contracts[customer] ?? [], schedules: starts[customer] ?? [:],
                    outages: outages[customer] ?? [], exclusions: exclusions[customer] ?? [])
            )
        }
        return Dictionary(uniqueKeysWithValues: terms)
    }

    /// The customers that have a contract under an agreement, and outages or exclusions of their own about its service.
    static func touched(under agreement: AgreementID, _ tenant: TenantID) -> Query {
        """
        select distinct k.customer_id from (
            select customer_id, service_id from customer_outages where tenant_id = \(tenant)
            union all
            select customer_id, service_id from customer_exclusions where tenant_id = \(tenant)
        ) as own
        join known_subscriptions k on k.tenant_id = \(tenant) and k.customer_id = own.customer_id
            and (own.service_id is null or k.service_id = own.service_id)
        where k.agreement_id = \(agreement)
        """
    }

    /// What all contracts of a tenant make necessary.
    static func demands(_ tenant: TenantID) -> Query {
        """
        select agreement_id, service_id, agreement_version, billing_anchor_day, min(starts_at),
            case when count(*) = count(ends_at) then max(ends_at) end
        from known_subscriptions where tenant_id = \(tenant)
        group by agreement_id, service_id, agreement_version, billing_anchor_day
        """
    }

    /// What the contracts of some kinds make necessary: a probe of each end of each kind, however many contracts it has.
    static func demands(_ kinds: Set<StatementDemand.Kind>, of tenant: TenantID) -> Query {
        let kinds = Array(kinds)
        let same: Query = """
            k.tenant_id = \(tenant) and k.agreement_id = w.agreement_id and k.service_id = w.service_id
                and coalesce(k.agreement_version, 0) = w.version and k.billing_anchor_day = w.anchor_day
            """
        return """
            select w.agreement_id, w.service_id, nullif(w.version, 0), w.anchor_day, first.starts_at, last.ends_at
            from unnest(\(kinds.map(\.agreement)), \(kinds.map(\.service)),
                \(kinds.map { Int32(clamping: $0.version ?? 0) }), \(kinds.map { Int16(clamping: $0.anchorDay) }))
                as w (agreement_id, service_id, version, anchor_day)
            cross join lateral (
                select k.starts_at from known_subscriptions k where \(same) order by k.starts_at limit 1
            ) as first
            cross join lateral (
                select k.ends_at from known_subscriptions k where \(same) order by k.ends_at desc limit 1
            ) as last
            """
    }

    /// The kind of which a contract is known to be; no row for one that is not known.
    static func kind(of id: SubscriptionID, _ tenant: TenantID) -> Query {
        """
        select agreement_id, service_id, agreement_version, billing_anchor_day from known_subscriptions
        where tenant_id = \(tenant) and subscription_id = \(id)
        """
    }

    /// Reads what ``kind(of:_:)`` found.
    static func decodeKind(_ rows: Rows) throws -> StatementDemand.Kind? {
        try rows.decode((AgreementID, ServiceID, Int32?, Int16).self).first.map { row in
            StatementDemand.Kind(
                agreement: row.0, service: row.1, version: row.2.map { Int($0) }, anchorDay: Int(row.3))
        }
    }

    /// Reads what ``demands(_:)`` and ``demands(_:of:)`` found.
    static func decodeDemands(_ rows: Rows) throws -> [StatementDemand] {
        try rows.decode((AgreementID, ServiceID, Int32?, Int16, Instant, Instant?).self).map { row in
            StatementDemand(
                kind: .init(agreement: row.0, service: row.1, version: row.2.map { Int($0) }, anchorDay: Int(row.3)),
                span: Interval(row.4, row.5 ?? .latest))
        }
    }
}
