import Contracts
import Postgres

/// What is known of a tenant: from other services' events, as a transaction sees it; and what happened, as it is remembered.
struct Knowledge: Sendable {
    let definitions: DefinitionsCache
    let terms: TermsCache
    let facts = FactsCache()

    /// Definitions and terms of the versions that the transaction sees.
    func read(_ tenant: TenantID, _ transaction: Transaction) async throws -> (Definitions, KnownTerms) {
        let (definitions, terms, _) = try TermsStore.decodeVersions(try await transaction.query(TermsStore.versions(tenant)))
        guard definitions > 0 else { return (.none, .none(tenant)) }
        let known = await (self.definitions.entry(tenant, version: definitions), self.terms.terms(tenant, version: terms))
        if let entry = known.0, let terms = known.1 { return (entry.definitions, terms) }
        let rows = try await transaction.execute(
            [DefinitionStore.version(tenant), DefinitionStore.editions(tenant)] + TermsStore.all(tenant))
        let entry = await self.definitions.keep(try DefinitionStore.decode(version: rows[0], editions: rows[1]), tenant)
        let read = await self.terms.keep(try TermsStore.decode(rows[2...], tenant: tenant), tenant)
        return (entry.definitions, read)
    }

    /// Contracts by their ids, each with what binds its customer.
    func contracts(
        _ ids: [SubscriptionID], _ tenant: TenantID, _ transaction: Transaction
    ) async throws -> [SubscriptionID: BoundContract] {
        guard !ids.isEmpty else { return [:] }
        let found = try await transaction.query(ContractStore.find(Set(ids).sorted(), of: tenant))
        let contracts = try ContractStore.decode(found)
        let customers = Set(contracts.map(\.customer)).sorted()
        let terms = try ContractStore.decodeBound(try await transaction.execute(ContractStore.bound(customers, tenant))[...])
        let bound = contracts.map { contract in
            (contract.id, BoundContract(contract: contract, terms: terms[contract.customer] ?? CustomerTerms()))
        }
        return Dictionary(bound, uniquingKeysWith: { first, _ in first })
    }

    /// The terms that a transaction sees which may have changed them itself. They are not kept: it may still fail.
    func peek(_ tenant: TenantID, _ transaction: Transaction) async throws -> KnownTerms {
        let version = try TermsStore.decodeVersions(try await transaction.query(TermsStore.versions(tenant))).terms
        if let known = await terms.terms(tenant, version: version) { return known }
        return try TermsStore.decode(try await transaction.execute(TermsStore.all(tenant))[...], tenant: tenant)
    }
}
