import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// Availability's part of the public status pages: how services and their components stand, their last days, and maintenance.
struct StatusPageRoutes: Sendable {
    /// The most services of a page: one has to be able to read it.
    private static let servicesMaximum = 50
    /// The most maintenance of a page.
    private static let maintenanceMaximum = 20
    /// The most maintenance of a calendar: some 60 KB.
    private static let calendarMaximum = 200
    /// How long maintenance stays in a calendar that is over: as long as the page's days.
    private static let calendarSeconds = PublicServices.days * 86_400
    /// Times that a read is begun anew because the definitions changed.
    private static let attempts = 3

    let chassis: Chassis
    let folder: Folder
    let definitions: DefinitionsCache

    var routes: [Route] {
        [Route(.get, InternalRoutes.statusPage, access: .installation, query: ["tenant"], handler: get)]
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        guard let tenant: TenantID = try request.query.id("tenant") else { throw Problem.badQuery("tenant", "is required") }
        let now = chassis.clock.now
        for _ in 0..<Self.attempts {
            let known = try await definitions.entry(tenant).definitions
            let services = known.services.values.sorted { $0.key < $1.key }
            let shown = Array(services.prefix(Self.servicesMaximum))
            let zone = try await zone(of: tenant)
            let days = PublicDays(endingAt: now, in: zone)
            let wanted = shown.map { ServiceStretch(service: $0, stretch: days.window) }
            let rows = try await folder.read(
                [DefinitionStore.version(tenant)]
                    + MaintenanceStore.ahead(nil, at: now, limit: Self.maintenanceMaximum, of: tenant)
                    + [
                        MaintenanceStore.ending(
                            after: now.advanced(by: -Self.calendarSeconds), limit: Self.calendarMaximum, of: tenant)
                    ]
                    + [TimelineStore.transitions(wanted, of: tenant)], tenant)
            guard try (rows[0].decodeFirst(Int64.self) ?? 0) == known.version else {
                _ = try await definitions.reload(tenant)
                continue
            }
            let timelines = try TimelineStore.decode(rows[4], wanted)
            return try .json(
                PublicServices(
                    firstDay: days.first.description,
                    services: shown.map { days.service($0, timelines[$0.id] ?? [:]) },
                    omittedServices: services.count - shown.count,
                    maintenance: try MaintenanceStore.decode(rows[1]).map(PublicServices.Work.init),
                    calendar: try MaintenanceStore.decode(rows[3]).map(PublicServices.Work.init)))
        }
        throw Problem.unavailable("the services are being redefined")
    }

    /// The zone in which the tenant's days begin; UTC while it is not known.
    private func zone(of tenant: TenantID) async throws -> Zone {
        let rows = try await chassis.database.query(TenantStore.zone(of: tenant), tenant: tenant.uuid)
        return try rows.decodeFirst(String.self).flatMap { Zone($0) } ?? .utc
    }
}
