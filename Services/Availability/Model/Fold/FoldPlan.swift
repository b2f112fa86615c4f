import Contracts
import Foundation
import Terms

/// What a fold has to read, and what becomes of it once it is read.
///
/// In order: made of the new samples and the series' numbers; asked what to read; given the blocks; asked what changed.
struct FoldPlan {
    private let input: FoldInput
    private let known: [ServiceID: KnownService]
    private let reaches: [FoldInput.Component: Reach]
    /// The time that might have to be derived anew, before it is known which samples are new.
    private var candidates: [FoldInput.Component: IntervalSet] = [:]
    /// The time that has to be derived anew.
    private var derived: [FoldInput.Component: IntervalSet] = [:]
    private var merges: [SeriesKey: SeriesMerge] = [:]
    private let numbers: [SeriesKey: Int64]
    private let factsFrom: Instant
    /// Declared outages that are new or different.
    let declared: [DeclaredOutage]
    /// Those of them that touch some customers or a share of users only, or did: no timeline knows of that.
    let limited: [DeclaredOutage.Change]
    /// The time of which requests were counted anew, by service.
    private(set) var counted: [ServiceID: IntervalSet] = [:]
    /// The blocks that have changed.
    private(set) var blocks: [StoredBlock] = []

    /// Who sent all that is about a service; nil where that is not one alone.
    func sender(of service: ServiceID) -> String? { input.sender(of: service) }

    /// A plan for new facts.
    ///
    /// - Parameter factsFrom: before it samples are gone, and what was derived of them stands.
    init(
        input: FoldInput, known: [ServiceID: KnownService], numbers: [SeriesKey: Int64],
        declaredBefore: [DeclaredOutage.Key: DeclaredOutage], factsFrom: Instant = .earliest
    ) {
        self.factsFrom = factsFrom
        self.input = input
        self.known = known
        self.numbers = numbers
        var reaches: [FoldInput.Component: Reach] = [:]
        for component in input.components {
            let sources = known[component.service]?.sources(of: component.key).map(\.source) ?? []
            reaches[component] = Reach(widestOf: sources)
        }
        self.reaches = reaches
        var declared: [DeclaredOutage] = []
        var limited: [DeclaredOutage.Change] = []
        var fixed: [FoldInput.Component: IntervalSet] = [:]
        for outage in input.declared.values where known[outage.key.service] != nil {
            let before = declaredBefore[outage.key]
            let prevailing = before.map { DeclaredOutage.prevailing($0, outage) } ?? outage
            guard prevailing != before else { continue }
            declared.append(prevailing)
            let change = DeclaredOutage.Change(before: before, after: prevailing)
            if change.isLimited { limited.append(change) }
            let shared = [before, prevailing].compactMap(\.self).filter(\.isDowntime)
            guard !shared.isEmpty else { continue }
            let component = FoldInput.Component(service: outage.key.service, key: outage.key.component)
            let time = IntervalSet(shared.map(\.interval))
            fixed[component] = (fixed[component] ?? .empty).union(time)
        }
        for (component, from) in input.rederivations where known[component.service] != nil {
            let time = IntervalSet(Interval(Instant(epochSeconds: from), .latest))
            fixed[component] = (fixed[component] ?? .empty).union(time)
            // Another definition may cut other slices.
            counted[component.service] = (counted[component.service] ?? .empty).union(time)
        }
        self.declared = declared.sorted { ($0.key.component, $0.key.id) < ($1.key.component, $1.key.id) }
        self.limited = limited.sorted { ($0.after.key.component, $0.after.key.id) < ($1.after.key.component, $1.after.key.id) }
        let kept = Dictionary(uniqueKeysWithValues: fixed.map { ($0, Self.kept($1, reaches[$0], from: factsFrom)) })
        self.derived = kept
        self.candidates = kept
        for (key, samples) in input.runs where known[key.service] != nil {
            let component = FoldInput.Component(service: key.service, key: key.component)
            let window = Self.kept(reaches[component]?.window(of: samples) ?? .empty, reaches[component], from: factsFrom)
            candidates[component] = (candidates[component] ?? .empty).union(window)
        }
    }

    /// The services that are touched, in a stable order.
    var services: [KnownService] {
        Set(candidates.keys.map(\.service)).compactMap { known[$0] }.sorted { $0.id < $1.id }
    }

    /// The blocks to read: of every series of a touched component, around the time that is derived anew. Those of one series
    /// follow each other, ascending, and do not overlap.
    var stretches: [BlockStretch] {
        var stretches: [BlockStretch] = []
        for (key, number) in numbers {
            let component = FoldInput.Component(service: key.service, key: key.component)
            guard let reach = reaches[component], let window = candidates[component] else { continue }
            for part in reach.context(of: window).intervals {
                stretches.append(
                    series: number, first: SeriesMerge.hour(of: part.start.epochSeconds),
                    last: SeriesMerge.hour(of: part.end.epochSeconds))
            }
        }
        return stretches
    }

    /// Merges the new samples into the blocks and runs that were read, and finds out what has changed.
    mutating func merge(_ read: [StoredBlock], _ runs: [StoredRuns] = []) throws {
        let keys = Dictionary(uniqueKeysWithValues: numbers.map { ($0.value, $0.key) })
        for block in read {
            guard let key = keys[block.series] else { continue }
            try merges[key, default: SeriesMerge(key.kind)].load(block.hour, count: Int(block.count), block.payload)
        }
        if !runs.isEmpty { try load(runs, keys) }
        for (key, samples) in input.runs {
            guard let number = numbers[key] else { continue }
            let changes = merges[key, default: SeriesMerge(key.kind)].add(samples)
            guard !changes.isEmpty else { continue }
            blocks += changes.map { change in
                .init(
                    series: number, hour: change.hour, count: Int32(clamping: change.samples.count),
                    payload: SeriesMerge.payload(change, key.kind))
            }
            let hours = Set(changes.map(\.hour))
            let component = FoldInput.Component(service: key.service, key: key.component)
            let new = samples.filter { hours.contains(SeriesMerge.hour(of: $0.at)) }
            let window = Self.kept(reaches[component]?.window(of: new) ?? .empty, reaches[component], from: factsFrom)
            derived[component] = (derived[component] ?? .empty).union(window)
            if key.kind != .probe { counted[key.service] = (counted[key.service] ?? .empty).union(window) }
        }
    }

    /// The part that may be derived anew: of what is sampled, that from which on facts are taken.
    private static func kept(_ time: IntervalSet, _ reach: Reach?, from first: Instant) -> IntervalSet {
        guard first > .earliest, let reach, reach.context > 0 else { return time }
        return time.clipped(to: Interval(first, .latest))
    }

    private mutating func load(_ runs: [StoredRuns], _ keys: [Int64: SeriesKey]) throws {
        let hours = Dictionary(grouping: stretches, by: \.series).mapValues { $0.map { $0.first...$0.last } }
        for stored in runs.sorted(by: { $0.span < $1.span }) {
            guard let key = keys[stored.series], let service = known[key.service] else { continue }
            merges[key, default: SeriesMerge(key.kind)]
                .load(try stored.runs(), by: RunRules(service, key), in: hours[stored.series] ?? [])
        }
    }

    /// The time of a service that has to be derived anew, by component.
    func windows(of service: ServiceID) -> [String: IntervalSet] {
        Dictionary(uniqueKeysWithValues: derived.filter { $0.key.service == service }.map { ($0.key.key, $0.value) })
    }

    /// From the first to the last second that was read for a service; nil when nothing of it has to be derived anew.
    func hull(of service: ServiceID) -> Interval? {
        windows(of: service).values.contains { !$0.isEmpty } ? candidateHull(of: service) : nil
    }

    /// The samples of a service's touched components.
    func samples(of service: ServiceID) -> [String: [ComponentDerivation.Series: [Sample]]] {
        var samples: [String: [ComponentDerivation.Series: [Sample]]] = [:]
        for (key, merge) in merges where key.service == service {
            samples[key.component, default: [:]][.init(kind: key.kind, instance: key.instance)] = merge.samples
        }
        return samples
    }

    /// The declared outages of a service that touch everybody, the stored ones as this fold leaves them.
    func declared(of service: ServiceID, stored: [String: [DeclaredOutage]]) -> [String: [DeclaredOutage]] {
        var byKey: [DeclaredOutage.Key: DeclaredOutage] = [:]
        for outage in stored.values.joined() { byKey[outage.key] = outage }
        for outage in declared where outage.key.service == service { byKey[outage.key] = outage }
        return Dictionary(grouping: byKey.values.filter(\.isDowntime), by: \.key.component)
    }

    /// From the first to the last second of a service that may have to be derived anew.
    func candidateHull(of service: ServiceID) -> Interval? {
        ServiceFold.hull(
            of: Dictionary(
                uniqueKeysWithValues: candidates.filter { $0.key.service == service }.map { ($0.key.key, $0.value) }))
    }
}

extension DeclaredOutage {
    /// The stretch that it covers, to the end of time while it goes on.
    var interval: Interval {
        Interval(Instant(epochSeconds: from), to.map { Instant(epochSeconds: $0) } ?? .latest)
    }

    /// As statements weigh it; nil where it touched no share of users.
    var weighed: PartialOutage? {
        affectedPercent.map { PartialOutage(id: key.id, interval: interval, share: $0) }
    }
}
