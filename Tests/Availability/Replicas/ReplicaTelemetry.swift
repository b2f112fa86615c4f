import Foundation
import Terms

/// A month of samples every few seconds with many outages, in batches that come out of order and overlap.
struct ReplicaTelemetry {
    /// March 2026 in Karachi, long closed.
    static let month = Interval(1_772_305_200, 1_774_983_600)
    private static let periodSeconds: Int64 = 15
    private static let samplesPerBatch = 2_000

    /// The bodies, as the CSV format of `POST /v1/measurements` takes them, with how many samples are in each.
    let batches: [(body: Data, samples: Int)]
    /// Samples in all of them, each counted once.
    let samples: Int

    /// The same for the same seed.
    init(_ seed: UInt64) {
        var random = Seeded(seed)
        let count = Int(Self.month.seconds / Self.periodSeconds)
        var isDown = [Bool](repeating: false, count: count)
        for _ in 0..<60 {
            let first = Int.random(in: 0..<count, using: &random)
            for index in first..<min(count, first + .random(in: 1...100, using: &random)) { isDown[index] = true }
        }
        var batches: [(Data, Int)] = []
        for start in stride(from: 0, to: count, by: Self.samplesPerBatch) {
            // A tenth of each batch is in the next one too: the same samples twice, which count once.
            let lines = (start..<min(count, start + Self.samplesPerBatch * 11 / 10)).map { index in
                "portal,api,khi,\(Self.month.start.epochSeconds + Int64(index) * Self.periodSeconds),\(isDown[index] ? "down" : "up")"
            }
            let body = (["service,component,location,at,state"] + lines.shuffled(using: &random)).joined(separator: "\n")
            batches.append((Data(body.utf8), lines.count))
        }
        self.batches = batches.shuffled(using: &random)
        samples = count
    }
}
