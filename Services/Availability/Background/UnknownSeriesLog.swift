import Chassis
import Contracts
import Logging
import Postgres
import ServiceLifecycle
import Terms

/// Collects series that no definition names, and writes them now and then: Prometheus sends them with every scrape, and each
/// of them a row a second would cost more than what is measured.
actor UnknownSeriesLog: Service {
    /// Milliseconds between writes.
    private static let writeMilliseconds = 2_000
    /// Series that are held between writes, a tenant.
    private static let heldMaximum = UnknownSeriesStore.keptMaximum

    private let chassis: Chassis
    private var held: [TenantID: [String: UnknownSeriesStore.Entry]] = [:]

    /// An empty log.
    init(chassis: Chassis) {
        self.chassis = chassis
    }

    /// Series of a tenant are not known.
    func note(_ series: [String: IntakeReport.Unknown], _ tenant: TenantID, at now: Instant) {
        var entries = held[tenant] ?? [:]
        for (name, unknown) in series {
            if let old = entries[name] {
                entries[name] = .init(reason: unknown.code, count: old.count + Int64(unknown.count), first: old.first, last: now)
            } else if entries.count < Self.heldMaximum {
                entries[name] = .init(reason: unknown.code, count: Int64(unknown.count), first: now, last: now)
            }
        }
        held[tenant] = entries
    }

    /// Writes what is held of a tenant.
    func write(_ tenant: TenantID) async throws {
        guard let entries = held.removeValue(forKey: tenant), !entries.isEmpty else { return }
        do {
            _ = try await chassis.database.execute(
                [UnknownSeriesStore.add(entries, of: tenant), UnknownSeriesStore.trim(tenant)], tenant: tenant.uuid)
        } catch {
            // They are counted again when they come again.
            chassis.logger.warning("unknown series are not written", metadata: ["error": "\(error)"])
        }
    }

    /// Runs until the process is told to stop.
    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                try? await Task.sleep(for: .milliseconds(Self.writeMilliseconds))
                for tenant in await self.tenants { try? await self.write(tenant) }
            }
        }
    }

    private var tenants: [TenantID] { Array(held.keys) }
}
