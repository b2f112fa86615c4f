import Contracts
import Postgres
import Terms

/// SQL of `known_agreements`, `known_schedules`, and of the version of a tenant's terms.
enum TermsStore {
    /// The versions of a tenant's definitions, terms and facts; no row when the tenant is not known.
    static func versions(_ tenant: TenantID) -> Query {
        "select definitions_version, terms_version, facts_version from known_tenants where tenant_id = \(tenant)"
    }

    /// Reads what ``versions(_:)`` found; zeros when the tenant is not known.
    static func decodeVersions(_ rows: Rows) throws -> (definitions: Int64, terms: Int64, facts: Int64) {
        guard let row = rows.first else { return (0, 0, 0) }
        let (definitions, terms, facts) = try row.decode((Int64, Int64, Int64).self)
        return (definitions, terms, facts)
    }

    /// The queries of all terms: their version, every published version of every agreement with the earliest start in any
    /// customer's schedule, and what contracts make necessary.
    static func all(_ tenant: TenantID) -> [Query] {
        [
            versions(tenant),
            """
            select state, (select min(s.effective_from) from known_schedules s
                where s.tenant_id = a.tenant_id and s.agreement_id = a.agreement_id and s.version = a.version)
            from known_agreements a where tenant_id = \(tenant)
            """,
            ContractStore.demands(tenant),
        ]
    }

    /// Puts together what ``all(_:)`` found.
    static func decode(_ rows: ArraySlice<Rows>, tenant: TenantID) throws -> KnownTerms {
        let rows = Array(rows)
        let version = try decodeVersions(rows[0]).terms
        guard version > 0 else { return .none(tenant) }
        let known = try rows[1].decode((String, Instant?).self).map { state, firstStart in
            try KnownVersion(PledgeJSON.decode(from: state), firstStart: firstStart)
        }
        return KnownTerms(
            version: version, tenant: tenant, versions: known, demands: try ContractStore.decodeDemands(rows[2]))
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

    /// Tells whoever caches terms that they have changed.
    static func bumpVersion(_ tenant: TenantID) -> Query {
        "update known_tenants set terms_version = terms_version + 1 where tenant_id = \(tenant)"
    }
}
