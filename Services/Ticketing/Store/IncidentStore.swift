import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `incidents`, `incident_updates` and `incident_outages`.
enum IncidentStore {
    /// An incident as it is kept: its machine, and the versions of the agreements by which its clocks run.
    struct Kept: Sendable {
        let machine: IncidentMachine
        let versions: [VersionName]
    }

    /// A version of an agreement.
    struct VersionName: Codable, Sendable, Equatable {
        let agreement: AgreementID
        let version: Int
    }

    private static let columns: Query = "select state, terms from incidents where tenant_id = "

    /// One incident; to a customer's people only if it is published and about a service that the customer has.
    static func find(_ id: IncidentID, visibleTo customer: CustomerID? = nil, of tenant: TenantID) -> Query {
        columns + "\(tenant) and id = \(id)" + visible(to: customer, tenant)
    }

    /// What a list is narrowed to.
    struct Filter: Sendable {
        var customer: CustomerID?
        var service: ServiceID?
        var status: IncidentResource.Status?
        var isOpen: Bool?
    }

    /// A page, the newest first.
    static func page(_ filter: Filter, after: UUID?, limit: Int, of tenant: TenantID) -> Query {
        (columns + conditions(filter, tenant)).newestFirst(after: after, limit: limit)
    }

    /// How many there are.
    static func count(_ filter: Filter, of tenant: TenantID) -> Query {
        "select count(*) from incidents where tenant_id = " + conditions(filter, tenant)
    }

    private static func conditions(_ filter: Filter, _ tenant: TenantID) -> Query {
        var query: Query = "\(tenant)" + visible(to: filter.customer, tenant)
        if let service = filter.service { query += " and services @> \([service])" }
        if let status = filter.status { query += " and status = \(status.rawValue)" }
        if let isOpen = filter.isOpen { query += isOpen ? " and status <> 'resolved'" : " and status = 'resolved'" }
        return query
    }

    /// Those that everybody may see: what goes on first, then the newest.
    static func published(limit: Int, of tenant: TenantID) -> Query {
        columns + "\(tenant) and published order by (status = 'resolved'), id desc limit \(limit)"
    }

    /// The last that was said about incidents, the last first.
    static func updates(of ids: [IncidentID], limit: Int, _ tenant: TenantID) -> Query {
        """
        select id, incident_id, status, priority, text, reason, author, created_at from incident_updates
        where tenant_id = \(tenant) and incident_id = any(\(ids)) order by id desc limit \(limit)
        """
    }

    private static func visible(to customer: CustomerID?, _ tenant: TenantID) -> Query {
        guard let customer else { return "" }
        return """
             and published and services && (
                select coalesce(array_agg(s.id), '{}') from known_services s where s.tenant_id = \(tenant) and s.state ->> 'id' in (
                    select state ->> 'service' from known_subscriptions where tenant_id = \(tenant) and customer = \(customer)))
            """
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> Kept {
        let (state, versions) = try row.decode((JSONText, JSONText).self)
        return Kept(machine: try state.decode(), versions: try versions.decode())
    }

    /// Writes an incident over what was there.
    static func write(_ machine: IncidentMachine, _ versions: [VersionName], due: Instant?, of tenant: TenantID) throws -> Query {
        let incident = machine.incident
        return """
            insert into incidents (tenant_id, id, services, status, published, revision, state, terms, due_at)
            values (\(tenant), \(incident.id), \(incident.services), \(incident.status.rawValue), \(incident.published),
                \(incident.revision), \(try JSONText(encoding: machine)), \(try JSONText(encoding: versions)), \(due))
            on conflict (tenant_id, id) do update
            set status = excluded.status, published = excluded.published, revision = excluded.revision, state = excluded.state,
                due_at = excluded.due_at
            """
    }

    /// Adds what was said.
    static func insert(_ update: IncidentUpdateResource, of tenant: TenantID) -> Query {
        """
        insert into incident_updates (tenant_id, id, incident_id, status, priority, text, reason, author, created_at)
        values (\(tenant), \(update.id), \(update.incident), \(update.status.rawValue), \(update.priority), \(update.text),
            \(update.reason), \(update.author), \(update.createdAt))
        """
    }

    /// A page of what was said about an incident, the first first.
    static func updates(of id: IncidentID, after: UUID?, limit: Int, _ tenant: TenantID) -> Query {
        var query: Query = """
            select id, incident_id, status, priority, text, reason, author, created_at from incident_updates
            where tenant_id = \(tenant) and incident_id = \(id)
            """
        if let after { query += " and id > \(after)" }
        return query + " order by id limit \(limit)"
    }

    /// Reads what was said.
    static func decodeUpdate(_ row: Row) throws -> IncidentUpdateResource {
        let (id, incident, status, priority, text, reason, author, createdAt) = try row.decode(
            (IncidentUpdateID, IncidentID, String, String?, String, String?, String, Instant).self)
        return IncidentUpdateResource(
            id: id, incident: incident, status: IncidentResource.Status(rawValue: status) ?? .investigating, priority: priority,
            text: text, reason: reason, author: author, createdAt: createdAt)
    }

    /// The incident that an outage belongs to, locked.
    static func holding(_ outage: OutageID, of tenant: TenantID) -> Query {
        columns + """
            \(tenant) and id = (
                select incident_id from incident_outages where tenant_id = \(tenant) and outage_id = \(outage)) for update
            """
    }

    /// The incident of which an outage came, whose time was approved as one; locked.
    static func source(of outage: OutageResource, _ tenant: TenantID) -> Query {
        columns + "\(tenant) and id = \(outage.incident) for update"
    }

    /// The oldest incident about a service that is not resolved, locked.
    static func unresolved(_ service: ServiceID, of tenant: TenantID) -> Query {
        columns + "\(tenant) and status <> 'resolved' and services @> \([service]) order by id limit 1 for update"
    }

    /// Notes that an outage belongs to an incident.
    static func join(_ outage: OutageID, to incident: IncidentID, of tenant: TenantID) -> Query {
        """
        insert into incident_outages (tenant_id, outage_id, incident_id) values (\(tenant), \(outage), \(incident))
        on conflict do nothing
        """
    }

    /// When the next incident must be looked at. For the worker's role.
    static let nextDue: Query = "select min(due_at) from incidents where due_at is not null"

    /// The incidents that must be looked at by now. For the worker's role.
    static func due(at now: Instant, limit: Int) -> Query {
        "select tenant_id, id from incidents where due_at <= \(now) order by due_at limit \(limit)"
    }

    /// Takes an incident that must be looked at by now; nothing when somebody else has it, or has looked.
    static func take(_ id: IncidentID, at now: Instant, _ tenant: TenantID) -> Query {
        columns + "\(tenant) and id = \(id) and due_at <= \(now) for update skip locked"
    }
}
