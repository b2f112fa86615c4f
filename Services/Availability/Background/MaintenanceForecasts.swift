import Contracts
import Postgres
import Terms

/// Reads what forecasts of maintenance need, as a transaction sees it that has written the maintenance.
struct MaintenanceForecasts: Sendable {
    let knowledge: Knowledge

    /// What agreements would not forgive, what costs most first.
    func warnings(
        of item: MaintenanceResource, _ tenant: TenantID, _ now: Instant, _ transaction: Transaction
    ) async throws -> [MaintenanceWarning] {
        let forecast = MaintenanceForecast(item: item, now: now)
        let (definitions, terms) = try await knowledge.read(tenant, transaction)
        let windows = terms.promises.flatMap { promise in
            forecast.windows(of: promise, among: terms.versions).map { (promise: promise, window: $0) }
        }
        guard !windows.isEmpty else { return [] }
        let wanted = definitions.stretches(of: windows)
        let rows = try await transaction.execute(FactsStore.queries(wanted, of: tenant))
        guard let facts = try FactsStore.decode(rows[...], wanted)[item.service] else { return [] }
        return windows.compactMap { forecast.warning($0, $1, facts) }
            .sorted { ($0.breaksPromise ? 1 : 0, $0.notExcludedSeconds) > ($1.breaksPromise ? 1 : 0, $1.notExcludedSeconds) }
            .prefix(MaintenanceForecast.warningsMaximum).map(\.self)
    }
}
