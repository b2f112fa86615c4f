import Contracts
import Foundation
import Postgres
import Terms

/// SQL of `outage_proposals`.
enum OutageProposalStore {
    private static let columns: Query = """
        id, incident_id, title, service_id, service_key, starts_at, ends_at, state, components, proposed_by, decided_by, \
        decided_at, decision_reason, version, created_at, updated_at
        """

    /// One proposal.
    static func find(_ id: OutageProposalID, of tenant: TenantID) -> Query {
        "select \(columns) from outage_proposals where tenant_id = \(tenant) and id = \(id)"
    }

    /// What a list shows.
    struct Filter: Sendable {
        var service: ServiceID?
        var incident: IncidentID?
        var state: OutageProposal.State?
    }

    /// A page, the newest first.
    static func page(_ filter: Filter, after: UUID?, limit: Int, of tenant: TenantID) -> Query {
        var query: Query = "select \(columns) from outage_proposals where tenant_id = \(tenant)"
        if let service = filter.service { query += " and service_id = \(service)" }
        if let incident = filter.incident { query += " and incident_id = \(incident)" }
        if let state = filter.state { query += " and state = \(state.rawValue)" }
        return query.newestFirst(after: after, limit: limit)
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> OutageProposal {
        let value = try row.decode(
            (
                OutageProposalID, IncidentID, String, ServiceID, String, Instant, Instant?, String, [String]?, String, String?,
                Instant?, String?, Int64, Instant, Instant
            ).self)
        return OutageProposal(
            id: value.0, incident: value.1, title: value.2, service: value.3, serviceKey: value.4, from: value.5, to: value.6,
            state: OutageProposal.State(rawValue: value.7) ?? .withdrawn, components: value.8, proposedBy: value.9,
            decidedBy: value.10, decidedAt: value.11, decisionReason: value.12, version: value.13, createdAt: value.14,
            updatedAt: value.15)
    }

    /// Keeps what an incident proposes for its services, as of a revision of it. What was decided stays decided.
    static func propose(
        _ proposed: IncidentResource.ProposedOutage, of incident: IncidentResource, at now: Instant, _ tenant: TenantID
    ) -> [Query] {
        zip(incident.services, incident.serviceKeys).filter { proposed.services.contains($0.0) }.map { service, key in
            """
            insert into outage_proposals (tenant_id, id, incident_id, title, service_id, service_key, starts_at, ends_at, state,
                proposed_by, incident_revision, version, created_at, updated_at)
            values (\(tenant), \(OutageProposalID()), \(incident.id), \(incident.title), \(service), \(key),
                \(proposed.from), \(proposed.to), 'proposed', \(incident.declaredBy), \(incident.revision), 1, \(now), \(now))
            on conflict (tenant_id, incident_id, service_id) do update
            set title = excluded.title, starts_at = excluded.starts_at, ends_at = excluded.ends_at, state = excluded.state,
                incident_revision = excluded.incident_revision, version = outage_proposals.version + 1,
                updated_at = excluded.updated_at
            where outage_proposals.state in ('proposed', 'withdrawn')
                and outage_proposals.incident_revision < excluded.incident_revision
            """
        }
    }

    /// Takes back what an incident proposed, as of a revision of it.
    static func withdraw(_ incident: IncidentResource, at now: Instant, of tenant: TenantID) -> Query {
        """
        update outage_proposals set state = 'withdrawn', incident_revision = \(incident.revision), version = version + 1,
            updated_at = \(now)
        where tenant_id = \(tenant) and incident_id = \(incident.id) and state = 'proposed'
            and incident_revision < \(incident.revision)
        """
    }

    /// Writes a decision.
    static func decide(_ item: OutageProposal, of tenant: TenantID) -> Query {
        """
        update outage_proposals set state = \(item.state.rawValue), components = \(item.components),
            decided_by = \(item.decidedBy), decided_at = \(item.decidedAt), decision_reason = \(item.decisionReason),
            version = \(item.version), updated_at = \(item.updatedAt)
        where tenant_id = \(tenant) and id = \(item.id)
        """
    }
}
