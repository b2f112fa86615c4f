import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// However a history comes, its statements are what a backtest makes of the same facts, offline and in one go.
///
/// Measurements, corrections, exclusions and maintenance come in random order, twice and late, some outages and
/// exclusions touch one customer alone, some outages a share of users, the clock moves on, processes come and go, and two of them
/// take requests in turn.
/// `PLEDGE_TEST_HISTORIES=1000 ./pledge test --filter HistoryTests --minutes 60` is the long form.
@Suite(.timeLimit(.minutes(60))) struct HistoryTests {
    private static let environment = ProcessInfo.processInfo.environment
    private static let histories = environment["PLEDGE_TEST_HISTORIES"].flatMap { UInt64($0) } ?? 24
    /// A failure names it; with it, this one history is run again.
    private static let seed = environment["PLEDGE_TEST_HISTORY_SEED"].flatMap { UInt64($0) }
    /// Services, each with a database and a clock of its own, that take histories at once.
    private static let lanes: UInt64 = 2

    @Test func statementsAreWhatABacktestMakesOfTheSameFacts() async throws {
        let seeds = Self.seed.map { [$0] } ?? Array(1...Self.histories)
        let progress = HistoryProgress(of: seeds.count)
        let count = try await withThrowingTaskGroup(of: HistoryCount.self) { group in
            for lane in 0..<Self.lanes {
                group.addTask { try await Self.run(seeds.filter { $0 % Self.lanes == lane }, progress) }
            }
            return try await group.reduce(HistoryCount(), +)
        }
        guard Self.seed == nil else { return }
        #expect(count.histories == seeds.count && count.reads > 2 * seeds.count)
        #expect(count.restarts > 2 * seeds.count && count.replicas > seeds.count / 2)
        #expect(count.met > seeds.count && count.missed > seeds.count && count.restated > seeds.count)
        #expect(count.excludedSeconds > 0 && count.unknownSeconds > 0 && count.own > seeds.count && count.ownExcluded > 0)
        #expect(count.weighed > seeds.count / 4 && count.counted > seeds.count)
        #expect(count.grounds.isSuperset(of: [.scheduledMaintenance, .emergencyMaintenance, .thirdParty, .customer]))
    }

    private static func run(_ seeds: [UInt64], _ progress: HistoryProgress) async throws -> HistoryCount {
        var count = HistoryCount()
        try await World.with { world in
            for seed in seeds {
                do {
                    let history = try await HistoryRun(seed, world)
                    try await history.run()
                    count = count + history.count
                } catch {
                    Issue.record("PLEDGE_TEST_HISTORY_SEED=\(seed): \(error)")
                }
                await progress.advance()
            }
        }
        return count
    }

    /// The comparison sees what is not there: without what was declared, and without one sample in ten, it differs.
    @Test func aBacktestOfOtherFactsDiffers() async throws {
        try await World.with { world in
            var differing = 0
            for seed in UInt64(1)...3 {
                let history = try await HistoryRun(seed, world)
                try await history.run()
                let whole = try history.backtest()
                #expect(whole.differences(from: try history.backtest()).isEmpty)
                differing += whole.differences(from: try history.backtest { $0.at % 10 == 0 }).isEmpty ? 0 : 1
            }
            #expect(differing == 3)
        }
    }
}
