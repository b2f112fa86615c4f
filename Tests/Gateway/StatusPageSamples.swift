import Contracts
import Terms
import TestSupport

@testable import Gateway

/// Parts of a status page as the services give them.
enum StatusPageSamples {
    static let now = EventSamples.now
    static let tenant = PublicTenant(EventSamples.tenant)
    static let service = ServiceID()
    static let other = ServiceID()

    static func course(_ state: PublicServices.State, down: Int64 = 0, unknown: Int64 = 0) -> PublicServices.Course {
        let calm = PublicServices.Day(seconds: 86_400, downSeconds: 0, unknownSeconds: 0)
        let days = Array(repeating: calm, count: Int(PublicServices.days) - 1)
        return PublicServices.Course(
            state: state, days: days + [PublicServices.Day(seconds: 43_200, downSeconds: down, unknownSeconds: unknown)],
            changedAt: now.advanced(by: -60))
    }

    static func service(
        _ state: PublicServices.State = .up, parts: [PublicServices.State] = [.up, .up], id: ServiceID = service,
        name: String = "Messages"
    ) -> PublicServices.Service {
        PublicServices.Service(
            id: id, key: "messages", name: name, course: course(state, down: state == .down ? 60 : 0),
            components: parts.enumerated().map { index, state in
                PublicServices.Component(key: "part-\(index)", name: "Part \(index)", course: course(state))
            },
            createdAt: now.advanced(by: -86_400), updatedAt: now.advanced(by: -86_400))
    }

    static func services(
        _ services: [PublicServices.Service] = [service()], maintenance: [PublicServices.Work] = []
    ) -> PublicServices {
        PublicServices(
            firstDay: "2025-12-02", services: services, omittedServices: 0, maintenance: maintenance, calendar: maintenance)
    }

    static func work(_ state: MaintenanceResource.State, components: [String]? = nil, title: String = "Works")
        -> PublicServices.Work
    {
        PublicServices.Work(
            MaintenanceResource(
                id: MaintenanceID(), service: service, serviceKey: "messages", components: components, kind: .scheduled,
                from: now, to: now.advanced(by: 3600), title: title, announcedAt: now.advanced(by: -86_400), proof: "mail",
                state: state, covered: [], announcedBy: "key_secret", version: 1, createdAt: now, updatedAt: now))
    }

    static func incident(
        _ impact: PublicIncidents.Impact = .major, status: IncidentResource.Status = .investigating, title: String = "No calls",
        text: String = "We are looking into it.", services: [ServiceID] = [service]
    ) -> PublicIncidents.Incident {
        let id = IncidentID()
        let incident = IncidentResource(
            id: id, services: services, serviceKeys: ["messages"], title: title, priority: "p1", status: status,
            origin: .declared, published: true, countsAsDown: true, startedAt: now.advanced(by: -600),
            declaredAt: now.advanced(by: -500), resolvedAt: status == .resolved ? now : nil, declaredBy: "key_secret",
            revision: 1,
            updatedAt: now)
        let update = IncidentUpdateResource(
            id: IncidentUpdateID(), incident: id, status: status, priority: "p1", text: text, reason: "between ourselves",
            author: "key_secret", createdAt: now)
        return PublicIncidents.Incident(incident, impact: impact, updates: [PublicIncidents.Update(update)])
    }

    static func page(
        _ shown: [PublicServices.Service]? = [service()], incidents: [PublicIncidents.Incident]? = [],
        maintenance: [PublicServices.Work] = []
    ) -> StatusPage {
        StatusPage(
            tenant: tenant, services: shown.map { services($0, maintenance: maintenance) },
            incidents: incidents.map { PublicIncidents(incidents: $0) })
    }
}
