import Contracts
import Postgres

/// Agreements that were read from the database, by tenant. Like ``DefinitionsCache``: compare the version before believing.
actor TermsCache {
    /// Tenants that are remembered.
    static let maximumTenants = 500

    private var entries: [TenantID: KnownTerms] = [:]
    private let database: PostgresClient

    /// A cache over the requests' connections.
    init(database: PostgresClient) {
        self.database = database
    }

    /// What is remembered, or else read now.
    func terms(_ tenant: TenantID) async throws -> KnownTerms {
        if let terms = entries[tenant] { return terms }
        return try await reload(tenant)
    }

    /// Reads a tenant's agreements anew.
    func reload(_ tenant: TenantID) async throws -> KnownTerms {
        let rows = try await database.execute(TermsStore.all(tenant), tenant: tenant.uuid)
        return keep(try TermsStore.decode(rows[...], tenant: tenant), tenant)
    }

    /// What is remembered, if it is of that version.
    func terms(_ tenant: TenantID, version: Int64) -> KnownTerms? {
        entries[tenant].flatMap { $0.version == version ? $0 : nil }
    }

    /// Keeps terms that were read elsewhere.
    @discardableResult
    func keep(_ terms: KnownTerms, _ tenant: TenantID) -> KnownTerms {
        guard terms.version > 0 else { return terms }
        if entries.count >= Self.maximumTenants, entries[tenant] == nil, let other = entries.keys.first { entries[other] = nil }
        entries[tenant] = terms
        return terms
    }
}
