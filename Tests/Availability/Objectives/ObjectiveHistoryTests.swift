import Contracts
import Foundation
import Hosting
import Terms
import TestSupport
import Testing

@testable import Availability

/// However measurements come, and whenever they are packed, objectives are what a backtest makes of the same facts, offline and in
/// one go.
@Suite struct ObjectiveHistoryTests {
    private static let seeds: ClosedRange<UInt64> = 1...6
    private static let now = "2026-04-20T12:00:00Z"
    private static let months = ["2026-01", "2026-02", "2026-03", "2026-04"]

    @Test(arguments: [("zecto.yaml", "third_party"), ("infopromo.yaml", "third_party")])
    func objectivesAreWhatABacktestMakesOfTheSameFacts(_ file: String, _ ground: String) async throws {
        try await World.with(at: Self.now) { world in
            var verdicts: Set<ObjectiveResult.Verdict> = []
            var excluded: Int64 = 0
            var revisions: Set<Int> = []
            for seed in Self.seeds {
                let tenant = try await world.another()
                let history = try await ObjectiveHistory(file, tenant)
                var random = Seeded(seed)
                let stretch = Interval(instant("2026-01-01T00:00:00Z"), instant("2026-04-19T00:00:00Z"))
                let facts = MetricFacts(history.document, within: stretch, &random)
                let half = facts.items.count / 2
                try await history.send(Array(facts.items[..<half]), &random)
                let parts = history.document.objectives.compactMap(\.part)
                let start = stretch.start.advanced(by: Int64.random(in: 0...80, using: &random) * 86_400)
                let exclusions = [
                    try await history.exclude(
                        ground, [], Interval(start, start.advanced(by: 20 * 86_400)), isWide: Bool.random(using: &random)),
                    try await history.exclude(
                        ground, parts.randomElement(using: &random).map { [$0] } ?? [],
                        Interval(start.advanced(by: -9 * 86_400), start.advanced(by: 4 * 86_400))),
                ]
                try await history.send(Array(facts.items[half...]), &random)

                let tried = try history.backtest(facts.items, exclusions, in: stretch, until: instant(Self.now))
                for month in Self.months {
                    let live = try await history.live(month)
                    // What is over is what was kept of it, in whatever order the facts came.
                    let isOver = month != "2026-04"
                    let stated = try await history.results(month)
                    #expect(stated.allSatisfy { $0.state == (isOver ? .final : .open) && ($0.revision > 0) == isOver })
                    revisions.formUnion(stated.map(\.revision))
                    #expect(live.count == history.document.objectives.count)
                    // Of what nothing is known a backtest says so once, and not month by month.
                    let expected = tried.filter { $0.window == month }
                    #expect(live.filter { !facts.silent.contains($0.objective) } == expected, "seed \(seed), \(month)")
                    for result in live where facts.silent.contains(result.objective) {
                        #expect(result.verdict == (month == "2026-04" ? .pending : .notMeasurable) && result.coverage == "0.0000")
                    }
                    verdicts.formUnion(live.map(\.verdict))
                    excluded += try await history.results(month).reduce(0) { $0 + $1.excludedSeconds }
                }
                // The comparison sees what is not there.
                let fewer = try history.backtest(
                    facts.items.filter { !$0.contains("node-1") }, [], in: stretch, until: instant(Self.now))
                #expect(fewer != tried, "seed \(seed)")
            }
            #expect(revisions.contains { $0 > 1 })
            let packed = try await world.service.database.admin().run("select count(*) > 0 from metric_blocks")
            #expect(packed == [["t"]])
            #expect(verdicts == Set(ObjectiveResult.Verdict.allCases) && excluded > 0)
        }
    }
}
