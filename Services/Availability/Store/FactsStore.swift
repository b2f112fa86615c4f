import Contracts
import Postgres
import Terms

/// Reads what happened to services over stretches of time: what statements are worked out from. Its cost depends on how often
/// something changed, and not on how many samples there were; of many services all is read by as many queries as of one.
enum FactsStore {
    /// The queries for services, each with its stretch and at most once; `customers` are those whose own statements are worked
    /// out.
    static func queries(_ wanted: [ServiceStretch], customers: [CustomerID] = [], of tenant: TenantID) -> [Query] {
        let shared = [
            TimelineStore.transitions(wanted, of: tenant), MaintenanceStore.overlapping(wanted, of: tenant),
            ExclusionStore.approved(wanted, customers: customers, of: tenant),
            NoticeStore.book(wanted, customers: customers, of: tenant), DeclaredOutageStore.weighed(wanted, of: tenant),
        ]
        let counting = wanted.filter(\.readsCounts)
        let counts =
            counting.isEmpty
            ? [] : [RequestCountStore.blocks(counting, of: tenant), DeclaredOutageStore.down(counting, of: tenant)]
        return shared + counts + (customers.isEmpty ? [] : [CustomerOutageStore.counting(wanted.services, of: customers, tenant)])
    }

    /// What the queries found, by service.
    static func decode(_ rows: ArraySlice<Rows>, _ wanted: [ServiceStretch]) throws -> [ServiceID: ServiceFacts] {
        let rows = Array(rows)
        let timelines = try TimelineStore.decode(rows[0], wanted)
        let maintenance = Dictionary(grouping: try MaintenanceStore.decode(rows[1]), by: \.service)
        let exclusions = ExclusionBook(try ExclusionStore.decode(rows[2]))
        let notices = try NoticeStore.decode(rows[3])
        let weighed = Dictionary(grouping: try DeclaredOutageStore.decode(rows[4]), by: \.key.service)
        let counts = wanted.contains(where: \.readsCounts) ? try RequestCountStore.decode(rows[5]) : nil
        let declared = counts == nil ? [:] : Dictionary(grouping: try DeclaredOutageStore.decode(rows[6]), by: \.key.service)
        let next = counts == nil ? 5 : 7
        let own = rows.count > next ? Dictionary(grouping: try CustomerOutageStore.decode(rows[next]), by: \.service) : [:]
        let facts = wanted.map { wanted in
            let id = wanted.service.id
            return ServiceFacts(
                service: wanted.service, stretch: wanted.stretch, timelines: timelines[id] ?? [:],
                maintenance: maintenance[id] ?? [], notices: notices, exclusions: exclusions.about(id),
                weighed: weighed[id]?.compactMap(\.weighed) ?? [],
                requests: counts?[id]?.requests(of: wanted.service, in: wanted.stretch) ?? [:],
                resources: counts?[id]?.resources(of: wanted.service, in: wanted.stretch) ?? [:],
                declared: declared[id]?.downtime ?? [:], own: own[id]?.downtime ?? [:])
        }
        return Dictionary(facts.map { ($0.service.id, $0) }, uniquingKeysWith: { first, _ in first })
    }
}
