import Contracts
import Foundation
import Hosting
import Terms

/// Sends the demo's past: from the start of last month, in the agreement's zone, until now.
struct DemoTelemetry: Sendable {
    private struct Outcome: Decodable {
        var accepted: Int
        var rejectedCount: Int
    }

    /// Any number; the same one gives the same outages.
    private static let seed: UInt64 = 20_251_117
    /// Lines a request: about a megabyte, far below what the API takes.
    private static let linesPerRequest = 25_000

    let client: APIClient
    /// Exists once everything has been sent; sending again would do no harm, only take time.
    let marker: String

    /// Sends everything, once.
    ///
    /// - Returns: how many samples were stored; `nil` when they had been before.
    func load() async throws -> Int? {
        guard !FileManager.default.fileExists(atPath: marker) else { return nil }
        let generator = TelemetryGenerator(
            interval: try Self.interval(endingAt: Int64(Date().timeIntervalSince1970)), seed: Self.seed)
        let lines = TelemetryGenerator.probes.flatMap { generator.lines(of: $0, service: "cpaas") }
        var accepted = 0
        for start in stride(from: 0, to: lines.count, by: Self.linesPerRequest) {
            let part = lines[start..<min(start + Self.linesPerRequest, lines.count)]
            let body = "service,component,location,at,state\n" + part.joined(separator: "\n") + "\n"
            let outcome = try await client.post("/v1/measurements", Data(body.utf8), type: "text/csv", as: Outcome.self)
            guard outcome.rejectedCount == 0 else {
                throw HostingError(.statement, "\(outcome.rejectedCount) of the demo's measurements were refused.")
            }
            accepted += outcome.accepted
        }
        guard FileManager.default.createFile(atPath: marker, contents: Data("\(accepted)\n".utf8)) else {
            throw HostingError(.storage, "\(marker) could not be written.", advice: "Free some space on the disk.")
        }
        return accepted
    }

    /// From the first of last month, midnight in Karachi, whose months the agreement judges.
    static func interval(endingAt now: Int64) throws -> Interval {
        guard let zone = Zone("Asia/Karachi") else {
            throw HostingError(.notReady, "The time zone Asia/Karachi is not known here.")
        }
        let month = Window.containing(Instant(epochSeconds: now), kind: .month, zone: zone)
        return Interval(month.previous(in: zone).interval.start, Instant(epochSeconds: now))
    }
}
