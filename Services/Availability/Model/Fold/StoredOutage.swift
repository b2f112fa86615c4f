import Contracts
import Terms

/// An outage as it is kept.
struct StoredOutage: Hashable, Sendable {
    let id: OutageID
    let service: ServiceID
    /// The component; nil for an outage of the service.
    let component: String?
    var startedAt: Instant
    /// The end as far as it is known. While the outage is open this lies ahead: the moment at which the last sample that said
    /// "down" grows stale, or ``Instant/latest`` while a declared outage has no end.
    var endsAt: Instant
    var state: OutageResource.State
    /// How it is known, and the incidents that it came of.
    var sources: [String]
    var components: [String]
    /// Counts what was told.
    var version: Int64
    let createdAt: Instant
    var updatedAt: Instant
    /// The customers whom it touched alone, as it was declared; nil for what is derived of a timeline, which is everybody's.
    var customers: [CustomerID]?
    /// The share of users whom it touched, as it was declared; nil for what is derived of a timeline, which was down.
    var affectedPercent: Percent?
    /// The sender's id of an outage of which no timeline tells; nil for what is derived.
    var declaredAs: String?

    /// What names the declaration of an outage of which no timeline tells; nil for what is derived.
    var declaredKey: DeclaredOutage.Key? {
        declaredAs.flatMap { id in component.map { DeclaredOutage.Key(service: service, component: $0, id: id) } }
    }

    /// The stretch that it covers.
    var interval: Interval { Interval(startedAt, endsAt) }

    /// The outage as others see it.
    ///
    /// - Parameter reader: the customer whose people see it, and learn of no other that it touched; nil for the tenant's.
    func resource(serviceKey: String, for reader: CustomerID? = nil) -> OutageResource {
        OutageResource(
            id: id, service: service, serviceKey: serviceKey, component: component, startedAt: startedAt,
            endedAt: state == .open ? nil : endsAt, state: state, sources: sources.filter { !DeclaredOutage.isIncident($0) },
            incident: sources.lazy.compactMap(DeclaredOutage.incident).first, components: components,
            customers: customers?.filter { reader == nil || $0 == reader }, affectedPercent: affectedPercent, version: version,
            createdAt: createdAt,
            updatedAt: updatedAt)
    }
}

/// What is told of an outage that changed.
enum OutageChange: Hashable, Sendable {
    case opened
    /// Opened and over: history that came in late.
    case openedAndClosed
    case closed
    case corrected
    /// Nothing that others see: only the moment at which an open outage would end by itself has moved.
    case extended
}
