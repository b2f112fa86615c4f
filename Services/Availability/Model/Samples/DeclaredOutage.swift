import Contracts
import Terms

/// An outage that somebody declared. The sender's id names it; a higher revision replaces a lower one.
struct DeclaredOutage: Hashable, Sendable {
    /// What names it for ever.
    struct Key: Hashable, Sendable {
        let service: ServiceID
        let component: String
        /// As the sender calls it.
        let id: String
    }

    let key: Key
    let revision: Int64
    /// Epoch seconds of the first second.
    let from: Int64
    /// Epoch seconds of the first second after it; nil while it goes on.
    let to: Int64?
    /// Taken back: it never counted.
    let withdrawn: Bool
    /// The customers whom it touched alone, in order; nil for everybody.
    var customers: [CustomerID]?
    /// The share of users whom it touched; nil where the component was down.
    var affectedPercent: Percent?

    /// Whether the component was down in it for everybody: such outages are in its timeline, and no others.
    var isDowntime: Bool { customers == nil && affectedPercent == nil }

    /// What was declared anew, and what was before.
    struct Change: Sendable {
        let before: DeclaredOutage?
        let after: DeclaredOutage

        /// The customers whom it touched, or touches, alone.
        var customers: Set<CustomerID> { Set(before?.customers ?? []).union(after.customers ?? []) }

        /// Whether a timeline does not tell all of it.
        var isLimited: Bool { !after.isDowntime || before.map { !$0.isDowntime } ?? false }

        /// Whether it touched, or touches, a share of users.
        var isWeighed: Bool { after.affectedPercent != nil || before?.affectedPercent != nil }

        /// From the first to the last second of both.
        var span: Interval {
            guard let before else { return after.interval }
            return Interval(
                min(before.interval.start, after.interval.start), max(before.interval.end, after.interval.end))
        }
    }

    /// What the id of an outage begins with that came of an incident; its id follows.
    private static let incidentPrefix = "incident:"

    /// The id of the outage that comes of an incident.
    static func id(of incident: IncidentID) -> String { incidentPrefix + incident.description }

    /// Whether an id is of an outage that came of an incident.
    static func isIncident(_ id: String) -> Bool { incident(id) != nil }

    /// The incident that an outage of that id came of; nil for any other.
    static func incident(_ id: String) -> IncidentID? {
        id.hasPrefix(incidentPrefix) ? IncidentID(String(id.dropFirst(incidentPrefix.count))) : nil
    }

    /// Which of two declarations of the same outage stands, whatever the order in which they come: the higher revision; of
    /// equal ones that contradict each other, the one that declares more downtime.
    static func prevailing(_ a: DeclaredOutage, _ b: DeclaredOutage) -> DeclaredOutage {
        if a.revision != b.revision { return a.revision > b.revision ? a : b }
        if a.withdrawn != b.withdrawn { return a.withdrawn ? b : a }
        if a.affectedPercent != b.affectedPercent {
            guard let share = a.affectedPercent, let other = b.affectedPercent else { return a.affectedPercent == nil ? a : b }
            return share > other ? a : b
        }
        let endA = a.to ?? .max
        let endB = b.to ?? .max
        if endA != endB { return endA > endB ? a : b }
        if a.from != b.from { return a.from < b.from ? a : b }
        // What touched everybody is more than what touched some, and of as many always the same ones stand.
        guard let some = a.customers, let others = b.customers else { return a.customers == nil ? a : b }
        if some.count != others.count { return some.count > others.count ? a : b }
        return others.lexicographicallyPrecedes(some) ? b : a
    }
}

extension [DeclaredOutage] {
    /// When they had components down; all of one service.
    var downtime: [String: IntervalSet] {
        Dictionary(grouping: self, by: \.key.component).mapValues { IntervalSet($0.map(\.interval)) }
    }
}
