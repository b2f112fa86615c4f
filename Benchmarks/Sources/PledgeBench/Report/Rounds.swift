import Foundation

/// Runs two sides in turn, so that a slow spell of the machine hits both, and takes the median of each.
struct Rounds {
    /// How often each side runs.
    let count: Int

    /// The medians of both sides; each closure returns its figure for one round.
    func inTurn(_ ours: () async throws -> Double, _ peer: () async throws -> Double) async throws -> (ours: Double, peer: Double)
    {
        var left: [Double] = []
        var right: [Double] = []
        for round in 0..<count {
            // The side that goes first changes, so that neither always finds the caches warm.
            if round.isMultiple(of: 2) {
                left.append(try await ours())
                right.append(try await peer())
            } else {
                right.append(try await peer())
                left.append(try await ours())
            }
        }
        return (median(left), median(right))
    }

    /// The median of one side's rounds.
    func median(of side: () async throws -> Double) async throws -> Double {
        median(try await each(side))
    }

    /// The figures of one side's rounds.
    func each(_ side: () async throws -> Double) async throws -> [Double] {
        var values: [Double] = []
        for _ in 0..<count { values.append(try await side()) }
        return values
    }

    private func median(_ values: [Double]) -> Double {
        percentile(values, 0.5)
    }
}

/// The value below which the given share of the values lies (nearest rank).
func percentile(_ values: [Double], _ share: Double) -> Double {
    guard !values.isEmpty else { return .nan }
    let sorted = values.sorted()
    let rank = Int((share * Double(sorted.count)).rounded(.up)) - 1
    return sorted[min(max(rank, 0), sorted.count - 1)]
}

/// Seconds that a piece of work took, by the monotonic clock.
func seconds<T>(_ work: () async throws -> T) async rethrows -> (Double, T) {
    let start = ContinuousClock.now
    let value = try await work()
    let elapsed = ContinuousClock.now - start
    return (Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18, value)
}

/// The median of so many pieces of work one after another, in milliseconds.
func medianMilliseconds(_ count: Int, _ work: () async throws -> Void) async throws -> Double {
    var times: [Double] = []
    for _ in 0..<count { times.append(try await seconds { try await work() }.0 * 1000) }
    return percentile(times, 0.5)
}
