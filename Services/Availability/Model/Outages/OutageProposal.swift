import Contracts
import Terms

/// Time of an incident that is proposed as an outage of a service: nothing measured it, and it counts when somebody approves.
struct OutageProposal: Codable, Sendable, Equatable {
    /// Where it stands.
    enum State: String, CaseIterable, Codable, Sendable {
        case proposed, approved, refused
        /// The incident does not propose it any more: it is no unavailability after all, or was measured.
        case withdrawn
    }

    let id: OutageProposalID
    let incident: IncidentID
    /// What the incident is about, in a line.
    let title: String
    let service: ServiceID
    let serviceKey: String
    let from: Instant
    /// Nil while the incident goes on.
    @OrNull var to: Instant?
    var state: State
    /// Which components were down; nil until it is approved.
    var components: [String]?
    /// Who declared the incident.
    let proposedBy: String
    var decidedBy: String?
    var decidedAt: Instant?
    var decisionReason: String?
    /// Counts its changes.
    var version: Int64
    let createdAt: Instant
    var updatedAt: Instant

    /// The outages that it is once it is approved: one of each component.
    var outages: [DeclaredOutage] {
        guard state == .approved, let to else { return [] }
        return (components ?? []).map { component in
            DeclaredOutage(
                key: .init(service: service, component: component, id: DeclaredOutage.id(of: incident)), revision: version,
                from: from.epochSeconds, to: to.epochSeconds, withdrawn: false)
        }
    }
}
