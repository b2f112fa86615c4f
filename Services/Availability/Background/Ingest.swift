import Chassis
import Contracts
import Metrics
import NIOCore
import Postgres
import Terms

/// Takes batches in: durable when it returns, with the folder awake.
struct Ingest: Sendable {
    /// Times that a batch is placed anew because a definition changed meanwhile.
    private static let attempts = 4

    let chassis: Chassis
    let definitions: DefinitionsCache
    let folder: Folder
    let unknown: UnknownSeriesLog
    private let accepted = Counter(label: "pledge_availability_measurements_total", dimensions: [("outcome", "accepted")])
    private let rejected = Counter(label: "pledge_availability_measurements_total", dimensions: [("outcome", "rejected")])
    private let unplaced = Counter(label: "pledge_availability_measurements_total", dimensions: [("outcome", "unknown")])

    init(chassis: Chassis, definitions: DefinitionsCache, folder: Folder, unknown: UnknownSeriesLog) {
        self.chassis = chassis
        self.definitions = definitions
        self.folder = folder
        self.unknown = unknown
    }

    /// Reads a body by the tenant's definitions, and keeps what could be placed.
    ///
    /// - Parameters:
    ///   - sender: who sent it.
    ///   - read: turns the body into a batch and an answer. Called again when the definitions turn out to be old, and when it
    ///     names customers, with those that are known.
    /// - Throws: what `read` throws; 503 when too much waits already.
    func take<Answer>(
        _ tenant: TenantID, from sender: String,
        _ read: (DefinitionsCache.Entry, CustomerBook) throws -> (Batch, IntakeReport, Answer)
    ) async throws -> Answer {
        var entry = try await definitions.entry(tenant)
        for _ in 0..<Self.attempts {
            var (batch, report, answer) = try read(entry, .empty)
            if !report.customers.isEmpty {
                let named = TenantStore.customers(called: report.customers, of: tenant)
                let rows = try await chassis.database.query(named, tenant: tenant.uuid)
                (batch, report, answer) = try read(entry, try TenantStore.decodeCustomers(rows))
            }
            if try await keep(batch, sender, entry.definitions.version, tenant) {
                await count(report, tenant)
                return answer
            }
            entry = try await definitions.reload(tenant)
        }
        throw Problem.unavailable("the tenant's services are being redefined")
    }

    /// Keeps a batch; false when the definitions are of another version.
    private func keep(_ batch: Batch, _ sender: String, _ version: Int64, _ tenant: TenantID) async throws -> Bool {
        if batch.isEmpty {
            // Nothing could be placed: worth a look whether the definitions are the latest, before saying so.
            return try await current(tenant) == version
        }
        let insert = BatchStore.insert(batch, batch.encoded(), by: sender, definitions: version, of: tenant)
        if try await chassis.database.query(insert, tenant: tenant.uuid).affected == 1 {
            folder.wake(tenant)
            return true
        }
        guard try await current(tenant) == version else { return false }
        folder.wake(tenant)
        throw Problem.unavailable("too many measurements wait to be worked in; nothing was stored", retryAfterSeconds: 1)
    }

    private func current(_ tenant: TenantID) async throws -> Int64 {
        try await chassis.database.query(DefinitionStore.version(tenant), tenant: tenant.uuid).decodeFirst(Int64.self) ?? 0
    }

    private func count(_ report: IntakeReport, _ tenant: TenantID) async {
        let unplacedCount = max(report.unknown, report.unknownSeries.values.reduce(0) { $0 + $1.count })
        accepted.increment(by: report.accepted)
        rejected.increment(by: report.rejectedCount - report.unknown)
        unplaced.increment(by: unplacedCount)
        if !report.unknownSeries.isEmpty { await unknown.note(report.unknownSeries, tenant, at: chassis.clock.now) }
    }
}
