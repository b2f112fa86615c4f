import Contracts

/// Why an incident cannot be declared or updated as asked. Each is one kind of problem.
enum IncidentRefusal: Error, Equatable, Sendable {
    /// It is resolved: what is said afterwards changes nothing about where it stands.
    case resolved
    /// No agreement about its services has that priority; they have these.
    case noSuchPriority([String])
    /// A change of the priority says why.
    case reasonMissing
    /// It was over before it began, or will be.
    case resolvedAtOutOfPlace
    /// It belongs to outages that are measured, and some of them go on.
    case outageGoesOn

    /// What the API answers.
    var problem: Problem {
        switch self {
        case .resolved: .conflict("the incident is resolved; declare another")
        case .noSuchPriority([]): .validation("#/priority", "no agreement about these services names priorities of incidents")
        case .noSuchPriority(let keys): .validation("#/priority", "must be one of \(keys.joined(separator: ", "))")
        case .reasonMissing: .validation("#/reason", "is required for a change of the priority")
        case .resolvedAtOutOfPlace:
            .validation("#/resolved_at", "must be with status resolved, not before started_at, and not in the future")
        case .outageGoesOn: .conflict("an outage of the incident goes on; it is resolved when that has ended")
        }
    }
}
