import Contracts
import Foundation
import Terms
import Testing

@testable import Availability

/// What a fold stores, in memory: for properties over many histories.
struct MemoryStore {
    let service: KnownService
    var blocks: [Int64: [Int32: StoredBlock]] = [:]
    var runs: [SpanKey: [StateRun]] = [:]
    var numbers: [SeriesKey: Int64] = [:]
    var timelines: [String: Timeline]
    var outages: [OutageID: StoredOutage] = [:]
    var declared: [DeclaredOutage.Key: DeclaredOutage] = [:]
    var changes: [OutageReconciliation.Action] = []

    init(_ service: KnownService) {
        self.service = service
        self.timelines = Dictionary(
            uniqueKeysWithValues: service.everyComponent.map {
                ($0, Timeline(initial: ServiceFold.initialState($0, of: service), transitions: []))
            })
    }

    /// Folds batches as one, the way the service does.
    mutating func fold(_ batches: [Batch], now: Instant) throws {
        var input = FoldInput()
        for batch in batches { input.add(try batch.encoded().withUnsafeBytes { try Batch(decoding: $0) }) }
        for key in input.runs.keys where numbers[key] == nil { numbers[key] = Int64(numbers.count + 1) }
        let touched = Set(input.components.map(\.key))
        var plan = FoldPlan(
            input: input, known: [service.id: service], numbers: numbers.filter { touched.contains($0.key.component) },
            declaredBefore: declared)
        let read = plan.stretches.flatMap { stretch in
            (blocks[stretch.series] ?? [:]).values.filter { (stretch.first...stretch.last).contains($0.hour) }
        }
        var once: Set<String> = []
        let compacted = try plan.stretches.runs.flatMap { try storedRuns($0) }
        try plan.merge(read.filter { once.insert("\($0.series)/\($0.hour)").inserted }, compacted)
        for block in plan.blocks { blocks[block.series, default: [:]][block.hour] = block }
        for outage in plan.declared { declared[outage.key] = outage }
        guard let hull = plan.hull(of: service.id) else { return }
        // Only what the service reads: the changes within the hull and the state before it.
        let seen = timelines.mapValues { timeline in
            Timeline(
                initial: timeline.state(at: hull.start.epochSeconds - 1),
                transitions: timeline.transitions.filter { hull.start.epochSeconds <= $0.at && $0.at <= hull.end.epochSeconds })
        }
        var fold = ServiceFold(
            service: service, windows: plan.windows(of: service.id), samples: plan.samples(of: service.id),
            declared: plan.declared(of: service.id, stored: Dictionary(grouping: declared.values, by: \.key.component)),
            timelines: seen,
            outages: outages.values.filter { $0.state != .withdrawn && $0.startedAt <= hull.end && hull.start <= $0.endsAt },
            now: now, newID: { OutageID() })
        let result = fold.run()
        for edit in result.timelines {
            let (first, last) = (edit.window.start.epochSeconds, edit.window.end.epochSeconds)
            timelines[edit.component]?.transitions.removeAll { first <= $0.at && $0.at <= last }
            timelines[edit.component]?.transitions.append(contentsOf: edit.transitions)
            timelines[edit.component]?.transitions.sort { $0.at < $1.at }
        }
        for action in result.outages { outages[action.outage.id] = action.outage }
        changes += result.outages
    }

    private func storedRuns(_ stretch: RunStretch) throws -> [StoredRuns] {
        runs.filter { key, runs in
            key.series == stretch.series && (stretch.first...stretch.last).contains(key.span)
                && SeriesMerge.hour(of: runs[runs.count - 1].last) >= stretch.hour
        }.map { key, runs in
            .init(
                series: key.series, span: key.span,
                payload: Data(RunCoding.write(runs, base: StoredRuns.base(of: key.span))))
        }
    }

    /// Makes runs of some blocks, the way the service does.
    mutating func compact(_ isPast: (Int32) -> Bool) throws {
        for (key, number) in numbers {
            let rules = RunRules(service, key)
            let stored = blocks[number] ?? [:]
            let taken = stored.values.filter { rules.rule($0.hour) != nil && isPast($0.hour) }
            for (span, some) in Dictionary(grouping: taken, by: { StoredRuns.span(of: $0.hour) }) {
                var merge = SeriesMerge(key.kind)
                for block in some {
                    try merge.load(block.hour, count: Int(block.count), block.payload)
                    blocks[number]?[block.hour] = nil
                }
                let compaction = Compaction(rules: rules, kept: (blocks[number] ?? [:]).keys.sorted())
                let place = SpanKey(series: number, span: span)
                runs[place] = compaction.merge(merge.samples, into: runs[place] ?? [])
            }
        }
    }

    /// The outages that stand, without their ids.
    var standing: [String] {
        outages.values.filter { $0.state != .withdrawn }.map {
            "\($0.component ?? "-") \($0.startedAt) \($0.endsAt) \($0.state) \($0.sources) \($0.components)"
        }.sorted()
    }
}

/// Histories end the same, in whatever order and however often their facts come.
@Suite struct FoldTests {
    private let id = ServiceID()
    private let now = Instant(epochSeconds: 1_772_400_000)

    private func service(_ random: inout Seeded) -> KnownService? {
        let probe = ProbeSource(
            locations: ["a", "b", "c"], quorum: Int.random(in: 1...3, using: &random),
            confirm: Int.random(in: 1...4, using: &random), staleSeconds: Int64.random(in: 60...400, using: &random))
        let requests = RequestSource(sliceSeconds: 60, downErrorRate: Percent(whole: 50), staleSeconds: 180)
        let components = [
            ComponentState(key: "p", name: nil, source: .probe(probe)),
            ComponentState(key: "r", name: nil, source: .requests(requests)),
            ComponentState(key: "d", name: nil, source: .declared),
        ]
        let state = ServiceState(
            id: id, key: "s", name: "s", components: components,
            tree: .any([.component("d"), .all([.component("p"), .component("r")])]), revision: 1, createdAt: now, updatedAt: now)
        return KnownService(id: id, editions: [.init(from: now, state: state)])
    }

    private func history(_ random: inout Seeded) -> [Batch] {
        var facts: [Batch] = []
        let start: Int64 = 1_772_323_200
        func key(_ component: String, _ kind: SeriesKind, _ instance: String) -> SeriesKey {
            SeriesKey(service: id, component: component, kind: kind, instance: instance)
        }
        var counter: [SeriesKind: Int64] = [.total: 0, .failed: 0]
        var at = start
        for _ in 0..<150 {
            at += Int64.random(in: 1...150, using: &random)
            switch Int.random(in: 0..<8, using: &random) {
            case 0...4:
                let run = Batch.Run(
                    key: key("p", .probe, ["a", "b", "c"][Int.random(in: 0..<3, using: &random)]),
                    samples: [Sample(at: at, first: Int64.random(in: 0...1, using: &random))])
                facts.append(Batch(runs: [run]))
            case 5:
                let total = Int64.random(in: 0...10, using: &random)
                let sample = Sample(at: at / 60 * 60, first: total, second: Int64.random(in: 0...total, using: &random))
                facts.append(Batch(runs: [.init(key: key("r", .requests, "60"), samples: [sample])]))
            case 6:
                for kind in [SeriesKind.total, .failed] {
                    let step = Int64.random(in: 0...20, using: &random)
                    counter[kind, default: 0] =
                        Int.random(in: 0..<10, using: &random) == 0 ? step : counter[kind, default: 0] + step
                    let sample = Sample(at: at, first: counter[kind, default: 0])
                    facts.append(Batch(runs: [.init(key: key("r", kind, "x"), samples: [sample])]))
                }
            default:
                let outage = DeclaredOutage(
                    key: .init(service: id, component: "d", id: "o\(Int.random(in: 0..<5, using: &random))"),
                    revision: Int64.random(in: 1...5, using: &random), from: at,
                    to: Int.random(in: 0..<8, using: &random) == 0 ? nil : at + Int64.random(in: 1...900, using: &random),
                    withdrawn: Int.random(in: 0..<6, using: &random) == 0)
                facts.append(Batch(declared: [outage]))
            }
        }
        return facts
    }

    @Test func orderRepeatsAndCutsDoNotMatter() throws {
        for seed in UInt64(1)...120 {
            var random = Seeded(seed)
            guard let service = service(&random) else { continue }
            let facts = history(&random)
            var whole = MemoryStore(service)
            try whole.fold(facts, now: now)

            var pieces = MemoryStore(service)
            var rest = facts.shuffled(using: &random) + facts.shuffled(using: &random).prefix(30)
            while !rest.isEmpty {
                let count = min(rest.count, Int.random(in: 1...40, using: &random))
                try pieces.fold(Array(rest.prefix(count)), now: now)
                rest.removeFirst(count)
            }
            #expect(pieces.timelines == whole.timelines, "seed \(seed)")
            #expect(pieces.standing == whole.standing, "seed \(seed)")
            if pieces.timelines != whole.timelines { return }
        }
    }

    /// What is derived piece by piece is what the kernel derives from all samples at once.
    @Test func agreesWithTheKernel() throws {
        for seed in UInt64(200)...240 {
            var random = Seeded(seed)
            guard let service = service(&random), case .probe(let probe) = service.component("p")?.source else { continue }
            let facts = history(&random)
            var store = MemoryStore(service)
            for fact in facts.shuffled(using: &random) { try store.fold([fact], now: now) }
            let samples = facts.flatMap(\.runs).filter { $0.key.kind == .probe }.flatMap { run in
                run.samples.map {
                    ProbeSample(location: run.key.instance, at: Instant(epochSeconds: $0.at), isUp: $0.first == 0)
                }
            }
            let window = Interval(1_772_320_000, 1_772_360_000)
            let expected = ProbeDowntime.derive(
                samples: samples, locations: probe.locations, quorum: probe.quorum, confirm: probe.confirm,
                staleSeconds: probe.staleSeconds, window: window)
            #expect(store.timelines["p"]?.condition(in: window) == expected, "seed \(seed)")
        }
    }

    @Test func anOutageKeepsItsIdentityAndTellsWhatHappened() throws {
        let probe = ProbeSource(locations: ["a"], quorum: 1, confirm: 1, staleSeconds: 90)
        let state = ServiceState(
            id: id, key: "s", name: "s", components: [ComponentState(key: "p", name: nil, source: .probe(probe))],
            tree: .component("p"), revision: 1, createdAt: now, updatedAt: now)
        let service = try #require(KnownService(id: id, editions: [.init(from: now, state: state)]))
        var store = MemoryStore(service)
        func sample(_ at: Int64, down: Bool) -> Batch {
            let key = SeriesKey(service: id, component: "p", kind: .probe, instance: "a")
            return Batch(runs: [.init(key: key, samples: [Sample(at: at, first: down ? 1 : 0)])])
        }
        func told() -> [OutageChange] {
            defer { store.changes = [] }
            return store.changes.filter { $0.outage.component != nil }.map(\.change)
        }
        try store.fold([sample(1_000_000_000, down: true)], now: Instant(epochSeconds: 1_000_000_001))
        #expect(told() == [.opened])
        try store.fold([sample(1_000_000_060, down: true)], now: Instant(epochSeconds: 1_000_000_061))
        #expect(told() == [.extended])
        try store.fold([sample(1_000_000_120, down: false)], now: Instant(epochSeconds: 1_000_000_121))
        #expect(told() == [.closed])
        try store.fold([sample(1_000_000_060, down: true)], now: Instant(epochSeconds: 1_000_000_200))
        #expect(told() == [])
        // A late sample from before moves the start; one in between cuts it in two.
        try store.fold([sample(999_999_950, down: true)], now: Instant(epochSeconds: 1_000_000_300))
        #expect(told() == [.corrected])
        try store.fold([sample(1_000_000_030, down: false)], now: Instant(epochSeconds: 1_000_000_400))
        #expect(told() == [.corrected, .openedAndClosed])
        #expect(store.outages.values.filter { $0.component != nil }.count == 2)
        #expect(store.outages.values.filter { $0.component == nil && $0.state != .withdrawn }.count == 2)
    }
}
