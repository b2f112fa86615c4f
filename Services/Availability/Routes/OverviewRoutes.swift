import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// Availability's parts of the overview: open outages, error budgets and maintenance, as the caller may see them.
struct OverviewRoutes: Sendable {
    /// The most open windows whose budgets are worked out: a glance at more would take its time from everybody else's requests.
    private static let windowsMaximum = 100

    let chassis: Chassis
    let folder: Folder
    let definitions: DefinitionsCache
    let reader: StatementReader

    var routes: [Route] {
        [Route(.get, InternalRoutes.overview, roles: .readers, handler: get)]
    }

    private struct Parts: Encodable {
        let outages: OverviewList<OutageResource>
        let budgets: Budgets
        let maintenance: OverviewList<MaintenanceResource>
    }

    private struct Budgets: Encodable {
        /// How many windows are open.
        let total: Int
        /// How many of them are missed, or nearly.
        let atRisk: Int
        /// Those of which most is used, first.
        let data: [BudgetResource]
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let scope = try await ServiceScope.of(request, chassis, after: folder)
        async let budgets = budgets(scope, request.tenant)
        var filter = OutageStore.Filter()
        filter.services = scope.services
        filter.customer = scope.reader
        filter.open = true
        let limit = OverviewList<OutageResource>.itemsMaximum
        let rows = try await folder.read(
            [
                OutageStore.page(filter, after: nil, limit: limit, of: request.tenant),
                OutageStore.count(filter, of: request.tenant),
            ] + MaintenanceStore.ahead(scope.services, at: chassis.clock.now, limit: limit, of: request.tenant), request.tenant)
        let outages = try OutageStore.decode(rows[0])
        let known = try await definitions.definitions(request.tenant) { known in
            outages.allSatisfy { known.services[$0.service] != nil }
        }
        return try .json(
            Parts(
                outages: OverviewList(
                    total: Int(try rows[1].decodeOne(Int64.self)),
                    data: outages.map { $0.resource(serviceKey: known.services[$0.service]?.key ?? "", for: scope.reader) }),
                budgets: try await budgets,
                maintenance: OverviewList(
                    total: Int(try rows[3].decodeOne(Int64.self)), data: try MaintenanceStore.decode(rows[2]))))
    }

    private func budgets(_ scope: ServiceScope, _ tenant: TenantID) async throws -> Budgets {
        let answers = try await reader.read(tenant) { terms, _, now in
            var selection = StatementReader.Selection()
            for promise in terms.promises where scope.sees(promise) && selection.items.count < Self.windowsMaximum {
                selection.items += scope.statements(
                    of: promise, in: Interval(now, now.advanced(by: 1)), among: terms.versions,
                    limit: Self.windowsMaximum - selection.items.count
                ).filter { $0.window.interval.start <= now }
            }
            return selection
        }
        let budgets = answers.map { BudgetResource($0.resource, $0.spending) }.sorted { $0.isTighter(than: $1) }
        return Budgets(
            total: budgets.count, atRisk: budgets.count { $0.isAtRisk },
            data: Array(budgets.prefix(OverviewList<BudgetResource>.itemsMaximum)))
    }
}
