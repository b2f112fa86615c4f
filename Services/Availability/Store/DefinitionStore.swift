import Contracts
import Foundation
import Postgres
import Terms

/// SQL of `known_services` and of the version that goes with them.
enum DefinitionStore {
    /// The version of a tenant's definitions; no row when the tenant is not known.
    static func version(_ tenant: TenantID) -> Query {
        "select definitions_version from known_tenants where tenant_id = \(tenant)"
    }

    /// Every edition of every service of the tenant, and from when on facts about what is sampled are taken.
    static func editions(_ tenant: TenantID) -> Query {
        """
        select s.service_id, s.effective_from, s.definition, t.facts_from
        from known_services s join known_tenants t on t.tenant_id = s.tenant_id where s.tenant_id = \(tenant)
        """
    }

    /// Puts together what ``version(_:)`` and ``editions(_:)`` found.
    static func decode(version: Rows, editions: Rows) throws -> Definitions {
        guard let version = try version.decodeFirst(Int64.self) else { return .none }
        var byService: [ServiceID: [KnownService.Edition]] = [:]
        var factsFrom = Instant.earliest
        for (id, from, text, first) in try editions.decode((ServiceID, Instant, String, Instant?).self) {
            if let first { factsFrom = first }
            let state: ServiceState = try PledgeJSON.decode(from: text)
            byService[id, default: []].append(KnownService.Edition(from: from, state: state))
        }
        return Definitions(
            version: version, services: byService.compactMap { KnownService(id: $0.key, editions: $0.value) },
            factsFrom: factsFrom)
    }

    /// Keeps an edition. An event that comes again changes nothing.
    static func insert(_ state: ServiceState, from: Instant, of tenant: TenantID) throws -> Query {
        let text = try PledgeJSON.encodeText(state)
        return """
            insert into known_services (tenant_id, service_id, revision, key, effective_from, definition)
            values (\(tenant), \(state.id), \(state.revision), \(state.key), \(from), \(text))
            on conflict (tenant_id, service_id, revision) do nothing
            """
    }

    /// Tells whoever caches definitions that they have changed.
    static func bumpVersion(_ tenant: TenantID) -> Query {
        "update known_tenants set definitions_version = definitions_version + 1 where tenant_id = \(tenant)"
    }
}
