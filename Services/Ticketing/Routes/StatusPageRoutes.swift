import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// Ticketing's part of the public status pages: incidents that are published, and what was said about them while they were.
struct StatusPageRoutes: Sendable {
    /// The most incidents of a page, and the most updates of one, the last ones.
    private static let incidentsMaximum = 30
    private static let updatesMaximum = 20
    /// The most updates that are read for a page.
    private static let allUpdatesMaximum = incidentsMaximum * updatesMaximum
    /// For so long an incident that is over stays on the page, from its last change on.
    private static let historySeconds: Int64 = 15 * 86_400

    let desk: IncidentDesk

    var routes: [Route] {
        [Route(.get, InternalRoutes.statusPage, access: .installation, query: ["tenant"], handler: get)]
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        guard let tenant: TenantID = try request.query.id("tenant") else { throw Problem.badQuery("tenant", "is required") }
        let since = desk.chassis.clock.now.advanced(by: -Self.historySeconds)
        let find = IncidentStore.published(limit: Self.incidentsMaximum, of: tenant)
        let incidents = try await desk.chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            let kept = try await transaction.query(find).map(IncidentStore.decode).filter { kept in
                kept.machine.incident.status != .resolved || kept.machine.incident.updatedAt > since
            }
            let ids = kept.map(\.machine.incident.id)
            let said = try await transaction.query(IncidentStore.updates(of: ids, limit: Self.allUpdatesMaximum, tenant))
            let updates = Dictionary(grouping: try said.map(IncidentStore.decodeUpdate), by: \.incident)
            var shown: [PublicIncidents.Incident] = []
            for kept in kept {
                let terms = try await desk.file(kept, tenant, transaction).terms
                let incident = kept.machine.incident
                shown.append(
                    PublicIncidents.Incident(
                        incident, impact: terms.impact(of: incident),
                        updates: updates[incident.id, default: []].filter { terms.isPublished($0.priority) }
                            .prefix(Self.updatesMaximum).map(PublicIncidents.Update.init)))
            }
            return shown
        }
        return try .json(PublicIncidents(incidents: incidents))
    }
}
