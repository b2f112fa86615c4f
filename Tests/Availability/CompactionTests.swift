import Contracts
import Foundation
import Telemetry
import Terms
import Testing

@testable import Availability

/// Samples that became runs say what they said.
@Suite struct CompactionTests {
    private let id = ServiceID()
    /// Four hours before a span ends, so that histories lie in two.
    private let start: Int64 = 1_774_987_200
    private let now = Instant(epochSeconds: 1_775_100_000)

    // MARK: Runs

    @Test func aRunThatIsCutHasItsSamplesWhereTheyWere() {
        for seed in UInt64(1)...100 {
            var random = Seeded(seed)
            let count = Int64.random(in: 1...60, using: &random)
            let length = count == 1 ? 0 : count - 1 + Int64.random(in: 0...300, using: &random)
            let run = StateRun(first: start, last: start + length, count: count, isDown: true)
            let instants = (0..<count).map(run.instant)
            #expect(instants.first == run.first && instants.last == run.last)
            let longest = count == 1 ? 0 : (length + count - 2) / (count - 1)
            #expect(zip(instants, instants.dropFirst()).allSatisfy { $0 < $1 && $1 - $0 <= longest })
            for at in start - 2...start + length + 2 {
                let (before, after) = run.cut(at: at)
                let parts = [before, after].compactMap { $0 }.flatMap { part in (0..<part.count).map(part.instant) }
                #expect(parts == instants.filter { $0 != at }, "seed \(seed)")
                #expect(run.index(from: at) == Int64(instants.firstIndex { $0 >= at } ?? instants.count))
            }
        }
    }

    @Test func runsComeBackFromTheirBytes() throws {
        var random = Seeded(7)
        var runs: [StateRun] = []
        var at = StoredRuns.base(of: 640)
        for index in 0..<500 {
            let count = Int64.random(in: 1...3, using: &random) == 1 ? 1 : Int64.random(in: 2...50_000, using: &random)
            let last = count == 1 ? at : at + count - 1 + Int64.random(in: 0...100_000, using: &random)
            runs.append(StateRun(first: at, last: last, count: count, isDown: index % 3 == 0))
            at = last + Int64.random(in: 1...5_000, using: &random)
        }
        let bytes = RunCoding.write(runs, base: StoredRuns.base(of: 640))
        let read = try bytes.withUnsafeBytes { try RunCoding.read($0, base: StoredRuns.base(of: 640)) }
        #expect(read == runs)
        // A month in which nothing happened.
        let quiet = StateRun(first: start, last: start + 2_764_700, count: 46_079, isDown: false)
        #expect(RunCoding.write([quiet], base: start).count <= 10)
        // Bytes that say something else are refused.
        for bad: [UInt8] in [[0, 1], [2, 0], [2], [2, 5], [2, 1, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 1]] {
            #expect(throws: ByteReader.Malformed.self) { try bad.withUnsafeBytes { try RunCoding.read($0, base: 0) } }
        }
    }

    // MARK: What is derived

    /// Whatever confirms, whatever the quorum, and for every definition that lets a sample speak at least as long.
    @Test func theKernelDerivesOfRunsWhatItDerivesOfSamples() throws {
        for seed in UInt64(1)...60 {
            var random = Seeded(seed)
            let stale = Int64.random(in: 30...400, using: &random)
            let rules = try #require(self.rules(stale: stale))
            let locations = (0..<3).map { _ in samples(&random) }
            let spread = locations.map { samples -> [StateSample] in
                Compaction(rules: rules, kept: []).merge(samples, into: []).flatMap { run in
                    (0..<run.count).map { StateSample(at: Instant(epochSeconds: run.instant($0)), isUp: !run.isDown) }
                }
            }
            let exact = locations.map { $0.map { StateSample(at: Instant(epochSeconds: $0.at), isUp: $0.first == 0) } }
            #expect(spread.map(\.count) == exact.map(\.count))
            for _ in 0..<10 {
                let from = start + Int64.random(in: -500...30_000, using: &random)
                let window = Interval(from, from + Int64.random(in: 1...20_000, using: &random))
                let quorum = Int.random(in: 1...3, using: &random)
                let confirm = Int.random(in: 1...5, using: &random)
                let speaks = stale + (Bool.random(using: &random) ? 0 : Int64.random(in: 1...300, using: &random))
                func condition(_ series: [[StateSample]]) -> Condition {
                    ProbeDowntime.derive(
                        series: series, quorum: quorum, confirm: confirm, staleSeconds: speaks, window: window)
                }
                #expect(condition(spread) == condition(exact), "seed \(seed)")
            }
        }
    }

    /// A random history is folded in pieces, blocks become runs in pieces, too, and facts come late: what is derived anew of
    /// everything is what stood, and what is repeated changes nothing.
    @Test func whatIsDerivedAnewOfRunsIsWhatStood() throws {
        for seed in UInt64(1)...12 {
            var random = Seeded(seed)
            let service = try #require(self.service(&random))
            let facts = history(&random)
            var store = MemoryStore(service)
            var exact = MemoryStore(service)
            try exact.fold(facts, now: now)
            try fold(facts.shuffled(using: &random), into: &store, &random)
            #expect(store.standing == exact.standing, "seed \(seed)")
            for _ in 0..<4 {
                let hours = Set((0..<8).filter { _ in Bool.random(using: &random) })
                try store.compact { hours.contains(Int($0) % 8) }
                try expectNothingChanges("compacted, seed \(seed)", &store, [rederivation])
            }
            try expectNothingChanges("repeated, seed \(seed)", &store, facts.shuffled(using: &random))
            #expect(store.standing == exact.standing, "seed \(seed)")
            // Late facts are corrections.
            try fold(history(&random).shuffled(using: &random), into: &store, &random)
            try expectNothingChanges("late, seed \(seed)", &store, [rederivation])
            for _ in 0..<3 {
                let hours = Set((0..<8).filter { _ in Bool.random(using: &random) })
                try store.compact { hours.contains(Int($0) % 8) }
                try expectNothingChanges("late and compacted, seed \(seed)", &store, [rederivation])
            }
            try store.compact { _ in true }
            try expectNothingChanges("all, seed \(seed)", &store, [rederivation])
        }
    }

    /// What came in order and became one run stays one: a year of jitter is a few bytes a month.
    @Test func aSteadySeriesIsOneRunASpan() throws {
        let rules = try #require(self.rules(stale: 90))
        var random = Seeded(3)
        var runs: [StateRun] = []
        var at = StoredRuns.base(of: 641)
        for _ in 0..<20 {
            var samples: [Sample] = []
            for _ in 0..<1_000 {
                at += Int64.random(in: 55...65, using: &random)
                samples.append(Sample(at: at, first: 0))
            }
            runs = Compaction(rules: rules, kept: []).merge(samples, into: runs)
        }
        #expect(runs.map(\.count) == [20_000])
    }

    @Test func withinARunOfDownTheWorseStands() throws {
        let rules = try #require(self.rules(stale: 90))
        let down = StateRun(first: start, last: start + 600, count: 11, isDown: true)
        let up = StateRun(first: start + 660, last: start + 1_260, count: 11, isDown: false)
        let compaction = Compaction(rules: rules, kept: [])
        #expect(compaction.merge([Sample(at: start + 90, first: 0)], into: [down, up]) == [down, up])
        #expect(compaction.merge([Sample(at: start + 700, first: 0)], into: [down, up]) == [down, up])
        let cut = compaction.merge([Sample(at: start + 700, first: 1)], into: [down, up])
        #expect(cut.map(\.isDown) == [true, false, true, false])
        #expect(cut[1].last == start + 660 && cut[2] == StateRun(at: start + 700, isDown: true) && cut[3].first == start + 720)
    }

    // MARK: Histories

    private var rederivation: Batch {
        Batch(rederivations: ["p", "r", "d"].map { .init(service: id, component: $0, from: start - 10_000) })
    }

    private func fold(_ facts: [Batch], into store: inout MemoryStore, _ random: inout Seeded) throws {
        var rest = facts
        while !rest.isEmpty {
            let count = min(rest.count, Int.random(in: 1...40, using: &random))
            try store.fold(Array(rest.prefix(count)), now: now)
            rest.removeFirst(count)
        }
    }

    private func expectNothingChanges(_ what: String, _ store: inout MemoryStore, _ facts: [Batch]) throws {
        let timelines = store.timelines
        let blocks = store.blocks.mapValues { $0.mapValues(\.payload) }
        store.changes = []
        try store.fold(facts, now: now)
        #expect(store.timelines == timelines, "\(what)")
        #expect(store.changes.isEmpty, "\(what)")
        #expect(store.blocks.mapValues { $0.mapValues(\.payload) } == blocks, "\(what)")
    }

    private func rules(stale: Int64) -> RunRules? {
        let probe = ProbeSource(locations: ["a"], quorum: 1, confirm: 1, staleSeconds: stale)
        let state = state([ComponentState(key: "p", name: nil, source: .probe(probe))], .component("p"))
        return KnownService(id: id, editions: [.init(from: now, state: state)]).map {
            RunRules($0, SeriesKey(service: id, component: "p", kind: .probe, instance: "a"))
        }
    }

    private func state(_ components: [ComponentState], _ tree: ComponentTree) -> ServiceState {
        ServiceState(id: id, key: "s", name: "s", components: components, tree: tree, revision: 1, createdAt: now, updatedAt: now)
    }

    /// A service that is defined anew amid the history: what a sample is good for, and what makes a slice down, changes.
    private func service(_ random: inout Seeded) -> KnownService? {
        var editions: [KnownService.Edition] = []
        for from in [start - 100_000, start + 9_000] {
            let probe = ProbeSource(
                locations: ["a", "b", "c"], quorum: Int.random(in: 1...3, using: &random),
                confirm: Int.random(in: 1...4, using: &random), staleSeconds: Int64.random(in: 60...400, using: &random))
            let share = Percent(whole: Int.random(in: 1...2, using: &random) * 30)
            let counted: MeasurementSource =
                Int.random(in: 0..<3, using: &random) == 0
                ? .resources(ResourceSource(sliceSeconds: 60, downShare: share, staleSeconds: 180))
                : .requests(RequestSource(sliceSeconds: 60, downErrorRate: share, staleSeconds: 180))
            let components = [
                ComponentState(key: "p", name: nil, source: .probe(probe)),
                ComponentState(key: "r", name: nil, source: counted),
                ComponentState(key: "d", name: nil, source: .declared),
            ]
            let tree = ComponentTree.any([.component("d"), .all([.component("p"), .component("r")])])
            editions.append(.init(from: Instant(epochSeconds: from), state: state(components, tree)))
        }
        return KnownService(id: id, editions: editions)
    }

    /// Samples of a location: about every minute, a hole now and then, states that mostly stay.
    private func samples(_ random: inout Seeded) -> [Sample] {
        var samples: [Sample] = []
        var at = start
        var down: Int64 = 0
        while at < start + 30_000 {
            at +=
                Int.random(in: 0..<30, using: &random) == 0
                ? Int64.random(in: 1...900, using: &random) : 60 + .random(in: -5...5, using: &random)
            if Int.random(in: 0..<8, using: &random) == 0 { down = 1 - down }
            samples.append(Sample(at: at, first: down))
        }
        return samples
    }

    private func history(_ random: inout Seeded) -> [Batch] {
        var facts: [Batch] = []
        func key(_ component: String, _ kind: SeriesKind, _ instance: String) -> SeriesKey {
            SeriesKey(service: id, component: component, kind: kind, instance: instance)
        }
        for location in ["a", "b", "c"] {
            let run = samples(&random)
            for piece in stride(from: 0, to: run.count, by: 25) {
                facts.append(
                    Batch(runs: [.init(key: key("p", .probe, location), samples: Array(run[piece..<min(piece + 25, run.count)]))])
                )
            }
        }
        var counts: [SeriesKind: Int64] = [.total: 0, .failed: 0]
        for slice in stride(from: start, to: start + 30_000, by: 60) {
            let total = Int64.random(in: 0...4, using: &random)
            let failed = Bool.random(using: &random) ? 0 : Int64.random(in: 0...total, using: &random)
            if Int.random(in: 0..<20, using: &random) > 0 {
                let sample = Sample(at: slice, first: total, second: failed)
                facts.append(Batch(runs: [.init(key: key("r", .requests, "60"), samples: [sample])]))
            }
            guard Int.random(in: 0..<4, using: &random) == 0 else { continue }
            for (kind, step) in [(SeriesKind.total, total), (.failed, failed)] {
                counts[kind, default: 0] += step
                let sample = Sample(at: slice + 7, first: counts[kind, default: 0])
                facts.append(Batch(runs: [.init(key: key("r", kind, "x"), samples: [sample])]))
            }
        }
        for number in 0..<4 {
            let from = start + Int64.random(in: 0...29_000, using: &random)
            let outage = DeclaredOutage(
                key: .init(service: id, component: "d", id: "o\(number)"), revision: Int64.random(in: 1...5, using: &random),
                from: from, to: from + Int64.random(in: 1...900, using: &random), withdrawn: false)
            facts.append(Batch(declared: [outage]))
        }
        return facts
    }
}
