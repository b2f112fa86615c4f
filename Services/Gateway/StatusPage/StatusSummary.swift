import Contracts
import Terms

/// `summary.json` of a status page, in the shape of Atlassian Statuspage's API v2, so that its clients read ours.
///
/// Services are groups, and what is measured in them their components. Addresses are relative to the page's own.
struct StatusSummary: Encodable, Sendable {
    struct Page: Encodable, Sendable {
        let id: TenantID
        let name: String
        let url: String
        let timeZone: String
        let updatedAt: Instant
    }

    struct Status: Encodable, Sendable {
        let indicator: PublicIncidents.Impact
        let description: String
    }

    struct Component: Encodable, Sendable {
        let id: String
        let name: String
        let status: String
        let createdAt: Instant
        let updatedAt: Instant
        let position: Int
        @OrNull var description: String?
        let showcase: Bool
        @OrNull var startDate: String?
        @OrNull var groupId: String?
        let pageId: TenantID
        let group: Bool
        let onlyShowIfDegraded: Bool
        /// The ids of a group's components; absent where it is none.
        let components: [String]?
    }

    struct Update: Encodable, Sendable {
        let id: IncidentUpdateID
        let status: String
        let body: String
        let incidentId: IncidentID
        let createdAt: Instant
        let updatedAt: Instant
        let displayAt: Instant
        @OrNull var affectedComponents: [String]?
    }

    /// From when to when an incident had what effect on a component: as incident.io adds it to the shape.
    struct ComponentImpact: Encodable, Sendable {
        let componentId: String
        let componentStatus: String
        let startAt: Instant
        @OrNull var endAt: Instant?
    }

    struct Incident: Encodable, Sendable {
        let id: String
        let name: String
        let status: String
        let impact: String
        let shortlink: String
        let startedAt: Instant
        let createdAt: Instant
        let updatedAt: Instant
        @OrNull var monitoringAt: Instant?
        @OrNull var resolvedAt: Instant?
        let pageId: TenantID
        let incidentUpdates: [Update]
        let components: [Component]
        let componentImpacts: [ComponentImpact]?
        /// Of maintenance alone.
        let scheduledFor: Instant?
        let scheduledUntil: Instant?
    }

    let page: Page
    let status: Status
    let components: [Component]
    let incidents: [Incident]
    let scheduledMaintenances: [Incident]
    /// What nobody can tell now, and is therefore empty; absent when everything is told.
    let unavailable: [String]?

    init(_ shown: StatusPage) {
        let tenant = shown.tenant
        page = Page(id: tenant.id, name: tenant.name, url: shown.path, timeZone: tenant.timeZone, updatedAt: shown.updatedAt)
        status = Status(indicator: shown.indicator, description: shown.headline)
        let services = shown.services?.services ?? []
        let groups = services.enumerated().map { Self.group($0.element, at: $0.offset + 1, shown) }
        components = zip(services, groups).flatMap { service, group in
            [group]
                + service.components.enumerated().map { Self.component($0.element, of: service, at: $0.offset + 1, shown) }
        }
        let byService = Dictionary(zip(services.map(\.id), groups), uniquingKeysWith: { first, _ in first })
        incidents = shown.openIncidents.map { Self.incident($0, $0.services.compactMap { byService[$0] }, shown) }
        let all = components
        scheduledMaintenances = (shown.services?.maintenance ?? []).map { work in
            let ids = work.components.map { Self.id($0, of: work.service) }
            return Self.maintenance(
                work, all.filter { ids.isEmpty ? $0.id == work.service.description : ids.contains($0.id) }, shown)
        }
        unavailable = shown.unavailable.isEmpty ? nil : shown.unavailable
    }

    private static func id(_ component: String, of service: ServiceID) -> String { "\(service).\(component)" }

    private static func group(_ service: PublicServices.Service, at position: Int, _ page: StatusPage) -> Component {
        let state = page.state(of: service)
        return Component(
            id: service.id.description, name: service.name, status: state.word, createdAt: service.createdAt,
            updatedAt: max(service.updatedAt, service.course.changedAt ?? service.updatedAt), position: position,
            description: note(state), showcase: true, startDate: page.services?.firstDay, groupId: nil, pageId: page.tenant.id,
            group: true, onlyShowIfDegraded: false, components: service.components.map { id($0.key, of: service.id) })
    }

    private static func component(
        _ component: PublicServices.Component, of service: PublicServices.Service, at position: Int, _ page: StatusPage
    ) -> Component {
        let state = page.state(of: component, in: service)
        return Component(
            id: id(component.key, of: service.id), name: component.name, status: state.word, createdAt: service.createdAt,
            updatedAt: max(service.updatedAt, component.course.changedAt ?? service.updatedAt), position: position,
            description: note(state), showcase: true, startDate: page.services?.firstDay, groupId: service.id.description,
            pageId: page.tenant.id, group: false, onlyShowIfDegraded: false, components: nil)
    }

    private static func note(_ state: ShownState) -> String? {
        state == .unknown ? "Nothing was measured lately: its state is not known." : nil
    }

    private static func incident(
        _ incident: PublicIncidents.Incident, _ components: [Component], _ page: StatusPage
    ) -> Incident {
        Incident(
            id: incident.id.description, name: incident.title, status: incident.status.rawValue,
            impact: incident.impact.rawValue, shortlink: "\(page.path)#\(incident.id)", startedAt: incident.startedAt,
            createdAt: incident.declaredAt, updatedAt: incident.updatedAt,
            monitoringAt: incident.updates.last { $0.status == .monitoring }?.createdAt, resolvedAt: incident.resolvedAt,
            pageId: page.tenant.id,
            incidentUpdates: incident.updates.map { update in
                Update(
                    id: update.id, status: update.status.rawValue, body: update.text, incidentId: incident.id,
                    createdAt: update.createdAt, updatedAt: update.createdAt, displayAt: update.createdAt, affectedComponents: nil
                )
            },
            components: components,
            componentImpacts: components.map {
                ComponentImpact(
                    componentId: $0.id, componentStatus: $0.status, startAt: incident.startedAt, endAt: incident.resolvedAt)
            },
            scheduledFor: nil, scheduledUntil: nil)
    }

    private static func maintenance(_ work: PublicServices.Work, _ components: [Component], _ page: StatusPage) -> Incident {
        Incident(
            id: work.id.description, name: work.title, status: work.state == .inProgress ? "in_progress" : "scheduled",
            impact: "maintenance", shortlink: "\(page.path)#\(work.id)", startedAt: work.from, createdAt: work.announcedAt,
            updatedAt: work.updatedAt, monitoringAt: nil, resolvedAt: nil, pageId: page.tenant.id, incidentUpdates: [],
            components: components, componentImpacts: nil, scheduledFor: work.from, scheduledUntil: work.to)
    }
}
