import Contracts
import Postgres
import Terms

/// Reads what happened to a service over a stretch of time: what statements are worked out from. Its cost depends on how often
/// something changed, and not on how many samples there were.
enum FactsStore {
    /// How many queries ``queries(_:_:of:)`` are.
    static let queryCount = 4

    /// The queries for a service and a stretch; `customers` are those whose own statements are worked out.
    static func queries(
        _ service: KnownService, _ stretch: Interval, customers: [CustomerID] = [], of tenant: TenantID
    ) -> [Query] {
        [
            TimelineStore.transitions(stretch, components: service.everyComponent, service: service.id, of: tenant),
            MaintenanceStore.overlapping(stretch, service: service.id, of: tenant),
            ExclusionStore.approved(stretch, service: service.id, of: tenant),
            NoticeStore.book(stretch, service: service.id, customers: customers, of: tenant),
        ]
    }

    /// What the queries found.
    static func decode(_ rows: ArraySlice<Rows>, _ service: KnownService, _ stretch: Interval) throws -> ServiceFacts {
        let rows = Array(rows)
        return ServiceFacts(
            service: service, stretch: stretch, timelines: try TimelineStore.decode(rows[0], from: stretch.start, of: service),
            maintenance: try MaintenanceStore.decode(rows[1]), notices: try NoticeStore.decode(rows[3]),
            exclusions: try ExclusionStore.decode(rows[2]).map(\.evaluated))
    }
}
