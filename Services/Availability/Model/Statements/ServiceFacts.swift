import Contracts
import Terms

/// What happened to a service over a stretch of time.
struct ServiceFacts: Sendable {
    let service: KnownService
    /// The time that the facts cover.
    let stretch: Interval
    let timelines: [String: Timeline]
    let maintenance: [MaintenanceResource]
    /// Who had notice of it.
    let notices: NoticeBook
    /// What was approved not to count: for everybody, or for some of those whose facts these are.
    let exclusions: [ExclusionResource]
    /// Outages of a share of users; in no timeline.
    var weighed: [PartialOutage] = []
    /// The requests of each component, where somebody is promised something of them.
    var requests: [String: [RequestSlice]] = [:]
    /// The resources of each component, likewise.
    var resources: [String: [ResourceCount]] = [:]
    /// When components were down because somebody said so, where counts are there too; it is in the timelines as well.
    var declared: [String: IntervalSet] = [:]
    /// When components were down for some customers only, by customer and component; in no timeline.
    var own: [CustomerID: [String: IntervalSet]] = [:]
    /// As whose they are seen; nil for everybody's.
    var viewer: CustomerID?

    /// The same as a customer had it; nil for everybody.
    func seen(by customer: CustomerID?) -> ServiceFacts {
        guard let customer else { return self }
        var seen = own[customer].map(adding) ?? self
        seen.viewer = customer
        return seen
    }

    /// The same with components down at other times, too.
    func adding(_ down: [String: IntervalSet]) -> ServiceFacts {
        var timelines = timelines
        for (component, time) in down {
            for part in time.clipped(to: stretch).intervals {
                _ = timelines[component]?.replace(part, with: Condition(down: IntervalSet(part)))
            }
        }
        return ServiceFacts(
            service: service, stretch: stretch, timelines: timelines, maintenance: maintenance, notices: notices,
            exclusions: exclusions, weighed: weighed, requests: requests, resources: resources,
            declared: declared.merging(down) { $0.union($1) })
    }

    /// The condition of each component in a window.
    func components(in window: Interval) -> [String: Condition] {
        timelines.mapValues { $0.condition(in: window) }
    }

    /// The condition of the whole in a window, by the tree that was in force at each instant.
    func condition(in window: Interval) -> Condition {
        var down = IntervalSet.empty
        var unknown = IntervalSet.empty
        for (period, state) in service.periods {
            let part = period.intersection(window)
            guard !part.isEmpty else { continue }
            let condition = state.tree.condition(of: components(in: part))
            down = down.union(condition.down.clipped(to: part))
            unknown = unknown.union(condition.unknown.clipped(to: part))
        }
        return Condition(down: down, unknown: unknown)
    }

    /// The facts and the tree by which a window up to an instant is judged for those whose notice counts: of all the time that
    /// the measure needs.
    ///
    /// Where the service was made of different things within that time, its condition was worked out by the tree of each
    /// time, and it is judged as one part; exclusions of single components then count by what they took down.
    func judged(
        _ window: Interval, by measure: AvailabilityMeasure, asOf: Instant, for audience: NoticeBook.Audience
    ) -> (tree: ComponentTree, facts: StatementFacts) {
        let maintenance = maintenance.flatMap { $0.evaluated(notices, for: audience) }
        let exclusions = exclusions.evaluated(for: viewer)
        let elapsed = Interval(window.start, max(window.start, min(asOf, window.end)))
        let time = measure.factSpan(of: elapsed)
        let trees = Set(service.periods.filter { !$0.period.intersection(time).isEmpty }.map(\.state.tree))
        if let tree = trees.first, trees.count == 1 {
            var facts = StatementFacts(components: components(in: time), exclusions: exclusions, maintenance: maintenance)
            facts.partialOutages = weighed
            if measure.readsCounts {
                (facts.requests, facts.resourceCounts, facts.declared) = (requests, resources, declared)
            }
            return (tree, facts)
        }
        let whole = "service"
        var facts = StatementFacts(
            components: [whole: condition(in: time)],
            exclusions: exclusions.flatMap { exclusion in
                owed(exclusion.components, exclusion.interval.intersection(elapsed)).map {
                    ApprovedExclusion(id: exclusion.id, ground: exclusion.ground, interval: $0, clause: exclusion.clause)
                }
            },
            maintenance: maintenance.flatMap { item in
                owed(item.components, item.interval.intersection(elapsed)).map {
                    Maintenance(id: item.id, kind: item.kind, interval: $0, announcedAt: item.announcedAt, proof: item.proof)
                }
            })
        facts.partialOutages = weighed
        // Slices are of one tree's components: where there were several, the state of each time decides.
        if case .slices = measure { return (.component(whole), facts) }
        if measure.readsCounts {
            facts.requests = [whole: together(requests, \.start)]
            facts.resourceCounts = [whole: together(resources, \.start)]
        }
        return (.component(whole), facts)
    }

    /// What was counted of the components that the service was made of at each time.
    private func together<Slice>(_ counted: [String: [Slice]], _ start: (Slice) -> Instant) -> [Slice] {
        service.periods.flatMap { period, state in
            Set(state.tree.components).flatMap { counted[$0] ?? [] }.filter { period.contains(start($0)) }
        }
    }

    /// The parts of an interval in which the service was not up only because of these components; all of it for none.
    private func owed(_ components: [String], _ interval: Interval) -> [Interval] {
        guard !components.isEmpty, !interval.isEmpty else { return [interval] }
        var spared = self.timelines
        for key in components { spared[key] = Timeline(initial: .up, transitions: []) }
        let other = ServiceFacts(
            service: service, stretch: stretch, timelines: spared, maintenance: [], notices: NoticeBook(), exclusions: [])
        let with = condition(in: interval)
        let without = other.condition(in: interval)
        return with.down.union(with.unknown).subtracting(without.down.union(without.unknown)).intervals
    }
}
