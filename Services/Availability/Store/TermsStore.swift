import Contracts
import Postgres
import Terms

/// SQL of `known_agreements`, `known_subscriptions`, and of the version that goes with them.
enum TermsStore {
    /// The versions of a tenant's definitions and terms; no row when the tenant is not known.
    static func versions(_ tenant: TenantID) -> Query {
        "select definitions_version, terms_version from known_tenants where tenant_id = \(tenant)"
    }

    /// Reads what ``versions(_:)`` found; zeros when the tenant is not known.
    static func decodeVersions(_ rows: Rows) throws -> (definitions: Int64, terms: Int64) {
        guard let row = rows.first else { return (0, 0) }
        let (definitions, terms) = try row.decode((Int64, Int64).self)
        return (definitions, terms)
    }

    /// Every published version of every agreement, with the earliest start in any customer's schedule.
    static func agreements(_ tenant: TenantID) -> Query {
        """
        select state, (select min(s.effective_from) from known_schedules s
            where s.tenant_id = a.tenant_id and s.agreement_id = a.agreement_id and s.version = a.version)
        from known_agreements a where tenant_id = \(tenant)
        """
    }

    /// Puts together what ``versions(_:)`` and ``agreements(_:)`` found.
    static func decode(versions: Rows, agreements: Rows, tenant: TenantID) throws -> KnownTerms {
        let (_, version) = try decodeVersions(versions)
        guard version > 0 else { return .none(tenant) }
        let known = try agreements.decode((String, Instant?).self).map { state, firstStart in
            try KnownVersion(PledgeJSON.decode(from: state), firstStart: firstStart)
        }
        return KnownTerms(version: version, tenant: tenant, versions: known)
    }

    /// Keeps a version as it is now.
    static func write(_ state: AgreementVersionState, of tenant: TenantID) throws -> Query {
        let text = try PledgeJSON.encodeText(state)
        return """
            insert into known_agreements
                (tenant_id, agreement_id, version, key, title, effective_from, effective_until, state)
            values (\(tenant), \(state.agreement), \(Int32(clamping: state.version)), \(state.key), \(state.title),
                \(state.effectiveFrom), \(state.effectiveUntil), \(text))
            on conflict (tenant_id, agreement_id, version) do update
            set key = excluded.key, title = excluded.title, effective_from = excluded.effective_from,
                effective_until = excluded.effective_until, state = excluded.state
            """
    }

    /// Keeps a subscription as it is now.
    static func write(_ state: SubscriptionState, of tenant: TenantID) -> Query {
        """
        insert into known_subscriptions (tenant_id, subscription_id, customer_id, service_id, agreement_id, agreement_version,
            starts_at, ends_at, revision)
        values (\(tenant), \(state.id), \(state.customer), \(state.service), \(state.agreement),
            \(state.agreementVersion.map { Int32(clamping: $0) }), \(state.from), \(state.until), \(state.revision))
        on conflict (tenant_id, subscription_id) do update
        set ends_at = excluded.ends_at, starts_at = excluded.starts_at, revision = excluded.revision
        where known_subscriptions.revision < excluded.revision
        """
    }

    /// Keeps a customer's schedule as it is now.
    static func write(_ state: AgreementScheduleState, of tenant: TenantID) -> Query {
        """
        insert into known_schedules (tenant_id, agreement_id, version, customer_id, effective_from, revision)
        values (\(tenant), \(state.agreement), \(Int32(clamping: state.version)), \(state.customer), \(state.effectiveFrom),
            \(state.revision))
        on conflict (tenant_id, agreement_id, version, customer_id) do update
        set effective_from = excluded.effective_from, revision = excluded.revision
        where known_schedules.revision < excluded.revision
        """
    }

    /// The earliest start in any customer's schedule of a version.
    static func firstStart(_ version: Int, of agreement: AgreementID, _ tenant: TenantID) -> Query {
        """
        select min(effective_from) from known_schedules
        where tenant_id = \(tenant) and agreement_id = \(agreement) and version = \(Int32(clamping: version))
        """
    }

    /// The schedules of a customer.
    static func schedules(_ customer: CustomerID, of tenant: TenantID) -> Query {
        """
        select agreement_id, version, effective_from from known_schedules
        where tenant_id = \(tenant) and customer_id = \(customer)
        """
    }

    /// Tells whoever caches terms that they have changed.
    static func bumpVersion(_ tenant: TenantID) -> Query {
        "update known_tenants set terms_version = terms_version + 1 where tenant_id = \(tenant)"
    }

    /// What a customer subscribes to: pairs of service and agreement.
    static func subscriptions(_ customer: CustomerID, of tenant: TenantID) -> Query {
        """
        select service_id, agreement_id from known_subscriptions
        where tenant_id = \(tenant) and customer_id = \(customer)
        """
    }
}
