import Contracts
import Terms

/// Derives a service anew where samples have changed it: component timelines, then outages of the components and of the whole.
///
/// A value: it is given everything that it needs, and says what is to be written. So the whole of it is tested without a
/// database, and the order in which facts came cannot matter except through what is stored.
struct ServiceFold {
    /// What is to be written.
    struct Changes: Sendable {
        /// A component's changes of state in a window, in place of those that were there.
        struct TimelineEdit: Sendable {
            let component: String
            let window: Interval
            let transitions: [Transition]
        }

        var timelines: [TimelineEdit] = []
        var outages: [OutageReconciliation.Action] = []
        /// The time in which something is different now, for statements to be evaluated again.
        var changed = IntervalSet.empty
        /// Whether anything that is over is known otherwise now, or an outage goes on for longer: what error budgets depend on.
        /// That a service that is up will be unknown a little later, which every sample says, is nothing to them.
        var touchesBudgets = false
    }

    /// Whose.
    let service: KnownService
    /// The time that has to be derived anew, by component.
    let windows: [String: IntervalSet]
    /// The samples around those windows, by component.
    let samples: [String: [ComponentDerivation.Series: [Sample]]]
    /// The declared outages that touch the windows, by component.
    let declared: [String: [DeclaredOutage]]
    /// The stored timelines of every component, covering ``hull(of:)``.
    var timelines: [String: Timeline]
    /// The stored outages that overlap or touch the hull.
    let outages: [StoredOutage]
    /// The time.
    let now: Instant
    /// Makes ids for new outages.
    let newID: @Sendable () -> OutageID

    /// From the first second that is derived anew to the last.
    static func hull(of windows: [String: IntervalSet]) -> Interval? {
        let spans = windows.values.compactMap(\.span)
        guard let start = spans.map(\.start).min(), let end = spans.map(\.end).max() else { return nil }
        return Interval(start, end)
    }

    /// The state of a component before anything is known of it: a component of which outages are declared is up until one is.
    static func initialState(_ component: String, of service: KnownService) -> Standing {
        guard let first = service.sources(of: component).first, case .declared = first.source, first.period.start == .earliest
        else { return .unknown }
        return .up
    }

    /// Derives everything, and says what is to be written.
    mutating func run() -> Changes {
        var changes = Changes()
        for (component, set) in windows.sorted(by: { $0.key < $1.key }) where !set.isEmpty { derive(component, set, &changes) }
        deriveService(windows.values.reduce(IntervalSet.empty) { $0.union($1) }, &changes)
        if !changes.outages.isEmpty { changes.touchesBudgets = true }
        return changes
    }

    private mutating func derive(_ component: String, _ windows: IntervalSet, _ changes: inout Changes) {
        let derivation = ComponentDerivation(
            sources: service.sources(of: component), samples: samples[component] ?? [:], declared: declared[component] ?? [])
        var down = IntervalSet.empty
        var downBySource: [String: IntervalSet] = [:]
        for window in windows.intervals {
            let derived = derivation.derive(in: window)
            down = down.union(derived.condition.down)
            downBySource.merge(derived.downBySource) { $0.union($1) }
            let past = window.intersection(Interval(.earliest, now))
            let before = timelines[component]?.condition(in: past)
            guard let edit = timelines[component]?.replace(window, with: derived.condition) else { continue }
            if timelines[component]?.condition(in: past) != before { changes.touchesBudgets = true }
            changes.timelines.append(.init(component: component, window: window, transitions: edit))
            changes.changed = changes.changed.union(IntervalSet(window))
        }
        changes.outages += OutageReconciliation.actions(
            stored: touching(windows, component), down: down, windows: windows, now: now, make: { newOutage(component, $0) },
            detail: { part in
                .init(sources: downBySource.filter { !$0.value.clipped(to: part).isEmpty }.map(\.key), components: [])
            })
    }

    private func deriveService(_ windows: IntervalSet, _ changes: inout Changes) {
        var down = IntervalSet.empty
        for window in windows.intervals {
            for (period, state) in service.periods {
                let part = period.intersection(window)
                guard !part.isEmpty else { continue }
                down = down.union(state.tree.condition(of: timelines.mapValues { $0.condition(in: part) }).down)
            }
        }
        let causes = knownOutages(after: changes)
        changes.outages += OutageReconciliation.actions(
            stored: touching(windows, nil), down: down, windows: windows, now: now, make: { newOutage(nil, $0) },
            detail: { part in
                let there = causes.filter { !$0.interval.intersection(part).isEmpty }
                return .init(sources: there.flatMap(\.sources), components: there.compactMap(\.component))
            })
    }

    /// The outages of components as they are after the changes.
    private func knownOutages(after changes: Changes) -> [StoredOutage] {
        var byID = Dictionary(outages.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
        for action in changes.outages { byID[action.outage.id] = action.outage }
        return byID.values.filter { $0.component != nil && $0.state != .withdrawn }
    }

    private func touching(_ windows: IntervalSet, _ component: String?) -> [StoredOutage] {
        outages.filter { outage in
            outage.component == component && outage.state != .withdrawn
                && windows.intervals.contains { outage.startedAt <= $0.end && $0.start <= outage.endsAt }
        }
    }

    private func newOutage(_ component: String?, _ interval: Interval) -> StoredOutage {
        StoredOutage(
            id: newID(), service: service.id, component: component, startedAt: interval.start, endsAt: interval.end,
            state: .open, sources: [], components: [], version: 1, createdAt: now, updatedAt: now)
    }
}
