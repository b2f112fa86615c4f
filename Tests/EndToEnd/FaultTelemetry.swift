import Foundation
import Terms

@testable import CLI

/// A month of minutes with many outages, in batches that come out of order and overlap.
struct FaultTelemetry {
    /// Samples of a batch: small enough that a kill finds one under way, many enough to be a load.
    private static let minutesPerBatch = 400
    private static let periodSeconds: Int64 = 60

    let interval: Interval
    let seed: UInt64

    /// The bodies, as the CSV format of `POST /v1/measurements` takes them.
    func batches() -> [String] {
        var random = SeededRandom(seed: seed)
        let minutes = (interval.end - interval.start) / Self.periodSeconds
        var down: Set<Int64> = []
        for _ in 0..<40 {
            let first = Int64.random(in: 0..<minutes, using: &random)
            for minute in first..<first + Int64.random(in: 1...25, using: &random) { down.insert(minute) }
        }
        var batches: [String] = []
        for start in stride(from: 0, to: minutes, by: Self.minutesPerBatch) {
            // A tenth of each batch is in the next one too: the same samples twice, which count once.
            let end = min(minutes, start + Int64(Self.minutesPerBatch) * 11 / 10)
            let lines = (start..<end).map { minute in
                "cpaas,api,khi,\(interval.start.epochSeconds + minute * Self.periodSeconds),\(down.contains(minute) ? "down" : "up")"
            }
            batches.append(
                "service,component,location,at,state\n" + lines.shuffled(using: &random).joined(separator: "\n") + "\n")
        }
        return batches.shuffled(using: &random)
    }
}
