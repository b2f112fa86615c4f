import Contracts
import Terms

/// What a tenant shows the world, put together of what the services know. States are derived here and kept nowhere, so that
/// none can stay behind what it follows from.
struct StatusPage: Sendable {
    /// Whose page it is.
    let tenant: PublicTenant
    /// How services stand and stood; nil when nobody can say now.
    let services: PublicServices?
    /// What is said about incidents; nil when nobody can say now.
    let incidents: PublicIncidents?

    /// Where the page is.
    var path: String { "/status/\(tenant.key)" }

    /// The parts that nobody can tell now.
    var unavailable: [String] {
        (services == nil ? ["components", "scheduled_maintenances"] : []) + (incidents == nil ? ["incidents"] : [])
    }

    /// The incidents that go on.
    var openIncidents: [PublicIncidents.Incident] { incidents?.incidents.filter { $0.status != .resolved } ?? [] }
    /// The incidents that are over, the newest first.
    var pastIncidents: [PublicIncidents.Incident] { incidents?.incidents.filter { $0.status == .resolved } ?? [] }

    /// How a component stands.
    func state(of component: PublicServices.Component, in service: PublicServices.Service) -> ShownState {
        isWorkedOn(service, component.key) ? .maintenance : Self.shown(component.course.state)
    }

    /// How a service stands: by its tree, by its components, by maintenance, and by what is said about it.
    func state(of service: PublicServices.Service) -> ShownState {
        var state = isWorkedOn(service, nil) ? .maintenance : Self.shown(service.course.state)
        let parts = service.components.map { self.state(of: $0, in: service) }
        if state < .partialOutage, parts.contains(.outage) { state = .partialOutage }
        if state == .operational, parts.contains(.maintenance) { state = .maintenance }
        let said = openIncidents.filter { $0.services.contains(service.id) }.map(Self.shown)
        return max(state, said.max() ?? .operational)
    }

    /// The whole in a word of Statuspage.
    var indicator: PublicIncidents.Impact {
        let impact = openIncidents.map(\.impact).max() ?? .none
        guard let services = services?.services else { return max(impact, .minor) }
        let states = services.map(state)
        guard let worst = states.max() else { return impact }
        switch worst {
        case .operational, .maintenance: return impact
        case .unknown, .degraded, .partialOutage: return max(impact, .minor)
        case .outage: return max(impact, states.allSatisfy { $0 == .outage } ? .critical : .major)
        }
    }

    /// The whole in a sentence.
    var headline: String {
        guard let services = services?.services else { return "The state of the services cannot be told at the moment" }
        let states = services.map(state)
        let worst = states.max() ?? .operational
        switch (worst, indicator) {
        case (.outage, .critical): return states.count == 1 ? "The service is down" : "All services are down"
        case (.outage, _): return "Some services are down"
        case (_, .critical), (_, .major): return "There is a serious incident"
        case (.partialOutage, _): return "Parts of some services are down"
        case (.degraded, _),
            (_, .minor) where worst != .unknown || !openIncidents.isEmpty:
            return "Some services have problems"
        case (.unknown, _): return "No problems are known, but not everything is measured"
        case (.maintenance, _): return "Maintenance goes on"
        default: return "All services are operational"
        }
    }

    /// When anything on the page last changed.
    var updatedAt: Instant {
        var changes = incidents?.incidents.map(\.updatedAt) ?? []
        changes += services?.maintenance.map(\.updatedAt) ?? []
        for service in services?.services ?? [] {
            changes.append(service.updatedAt)
            changes += ([service.course] + service.components.map(\.course)).compactMap(\.changedAt)
        }
        return changes.reduce(tenant.updatedAt) { max($0, $1) }
    }

    private func isWorkedOn(_ service: PublicServices.Service, _ component: String?) -> Bool {
        services?.maintenance.contains { work in
            work.state == .inProgress && work.service == service.id
                && (work.components.isEmpty || component.map { work.components.contains($0) } ?? false)
        } ?? false
    }

    private static func shown(_ state: PublicServices.State) -> ShownState {
        switch state {
        case .up: .operational
        case .down: .outage
        case .unknown: .unknown
        }
    }

    /// What an incident says about its services; once it is only watched, no more than that they may not be as always.
    private static func shown(_ incident: PublicIncidents.Incident) -> ShownState {
        if incident.status == .monitoring { return .degraded }
        switch incident.impact {
        case .none: return .operational
        case .minor: return .degraded
        case .major: return .partialOutage
        case .critical: return .outage
        }
    }
}
