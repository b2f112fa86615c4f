import Contracts
import Postgres

/// Definitions that were read from the database, and what was learnt from them, by tenant. Nothing here is believed without
/// comparing the version: a second replica may have taken in a change.
actor DefinitionsCache {
    /// Tenants that are remembered; past it, those that come are remembered in place of any other.
    static let maximumTenants = 1_000

    /// What is remembered of a tenant.
    struct Entry: Sendable {
        let definitions: Definitions
        var series: SeriesCache
    }

    private var entries: [TenantID: Entry] = [:]
    private let database: PostgresClient

    /// A cache over the requests' connections.
    init(database: PostgresClient) {
        self.database = database
    }

    /// What is remembered, or else read now.
    func entry(_ tenant: TenantID) async throws -> Entry {
        if let entry = entries[tenant] { return entry }
        return try await reload(tenant)
    }

    /// What is remembered if it holds what the caller looks for, or else what is read now: something that is not found may have
    /// been defined since.
    func definitions(_ tenant: TenantID, holding isThere: @Sendable (Definitions) -> Bool) async throws -> Definitions {
        let known = try await entry(tenant).definitions
        return isThere(known) ? known : try await reload(tenant).definitions
    }

    /// Reads a tenant's definitions anew.
    func reload(_ tenant: TenantID) async throws -> Entry {
        let rows = try await database.execute(
            [DefinitionStore.version(tenant), DefinitionStore.editions(tenant)], tenant: tenant.uuid)
        return keep(try DefinitionStore.decode(version: rows[0], editions: rows[1]), tenant)
    }

    /// What is remembered, if it is of that version.
    func entry(_ tenant: TenantID, version: Int64) -> Entry? {
        entries[tenant].flatMap { $0.definitions.version == version ? $0 : nil }
    }

    /// The definitions of a version, as a transaction sees them.
    func definitions(_ tenant: TenantID, version: Int64, in transaction: Transaction) async throws -> Definitions {
        if let entry = entry(tenant, version: version) { return entry.definitions }
        let rows = try await transaction.execute([DefinitionStore.version(tenant), DefinitionStore.editions(tenant)])
        return keep(try DefinitionStore.decode(version: rows[0], editions: rows[1]), tenant).definitions
    }

    /// Keeps definitions that were read elsewhere.
    @discardableResult
    func keep(_ definitions: Definitions, _ tenant: TenantID) -> Entry {
        if let entry = entries[tenant], entry.definitions.version == definitions.version { return entry }
        let entry = Entry(definitions: definitions, series: SeriesCache(definitions))
        // A tenant that is not known is not worth a place: its definitions may arrive at any moment.
        guard definitions.version > 0 else { return entry }
        if entries.count >= Self.maximumTenants, entries[tenant] == nil, let other = entries.keys.first { entries[other] = nil }
        entries[tenant] = entry
        return entry
    }

    /// Keeps what was learnt of a tenant's series, if it is still of the same definitions.
    func learn(_ series: SeriesCache, _ tenant: TenantID) {
        guard entries[tenant]?.definitions.version == series.version else { return }
        entries[tenant]?.series = series
    }
}
