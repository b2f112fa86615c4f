import Foundation
import NIOCore

/// What metrics take: rows when they are told, a block a stream and day once they are past the horizon.
extension Storage {
    private static let streams = 20
    private static let days = 90
    private static let slotsADay = 288
    /// 2025-01-01: whatever day it is, all of it is past the horizon once somebody looks.
    private static let metricsStart = 1_735_689_600
    /// A body has 20,000 metrics at most.
    private static let daysARequest = 3
    /// Bytes of a packed measurement, of both kinds and with indexes.
    private static let bytesLimit = 12.0
    private static let metricsWaitSeconds = 300

    /// A quarter of five minutes' measurements, half of them histograms of six bounds, half of them counts: bytes of each, packed,
    /// beside the rows that they were in.
    static func metrics(_ stand: Stand, _ stack: Stack) async throws -> [Comparison] {
        let days = stand.isQuick ? Self.days / 3 : Self.days
        stand.progress("storage: metrics of \(days) days")
        for first in stride(from: 0, to: days, by: daysARequest) {
            _ = try await stack.send(
                .POST, stack.gateway + "/v1/measurements", body: lines(of: first..<min(first + daysARequest, days)),
                headers: ["Content-Type": "application/x-ndjson"], token: stack.key)
        }
        try await Ingest.drained(stack)
        let sent = streams * days * slotsADay
        let kept = try await stack.psql("select count(*) from metric_records", "availability")
        guard kept == String(sent) else { throw BenchError("\(kept) of \(sent) metrics are kept") }
        let rows = try await bytes("metric_records", stack) / Double(sent)
        _ = try await stack.psql("update compaction_work set due_at = now() - interval '1 minute'", "availability")
        let deadline = ContinuousClock.now + .seconds(metricsWaitSeconds)
        while try await stack.psql("select count(*) from metric_records", "availability") != "0" {
            guard ContinuousClock.now < deadline else { throw BenchError("metrics were not packed in \(metricsWaitSeconds) s") }
            try await Task.sleep(for: .milliseconds(500))
        }
        let packed = try await bytes("metric_blocks", stack) / Double(sent)
        let note = String(format: "%d of %d streams, tables and indexes; in rows %.0f bytes", sent, streams, rows)
        return [
            .limit(
                "a packed measurement of five minutes on the disk", ours: packed, below: bytesLimit, unit: "bytes", note: note),
            .rate(
                "packed measurements of a megabyte, beside rows", ours: 1e6 / packed, peer: 1e6 / rows, peerName: "rows",
                unit: "measurements/MB", atLeast: 10),
        ]
    }

    /// As autovacuum leaves the table, nothing written anew.
    private static func bytes(_ table: String, _ stack: Stack) async throws -> Double {
        _ = try await stack.psql("vacuum analyze \(table)", "availability")
        let text = try await stack.psql("select pg_total_relation_size('\(table)')", "availability")
        guard let bytes = Double(text) else { throw BenchError("Postgres told no size but “\(text)”") }
        return bytes
    }

    /// The measurements of some days, an item a line.
    private static func lines(of days: Range<Int>) -> ByteBuffer {
        var buffer = ByteBuffer()
        for slot in days.lowerBound * slotsADay..<days.upperBound * slotsADay {
            let at = Date(timeIntervalSince1970: Double(metricsStart + slot * 300)).formatted(.iso8601)
            for stream in 0..<streams {
                let seed = slot &* 7_919 &+ stream &* 104_729
                buffer.writeString(
                    #"{"kind":"metric","service":"\#(name)","of":"requests","metric":"m\#(stream)","at":"\#(at)","period_seconds":300,"#
                )
                buffer.writeString(stream % 2 == 0 ? histogram(seed) : counts(seed))
                buffer.writeString("\n")
            }
        }
        return buffer
    }

    private static func histogram(_ seed: Int) -> String {
        let counts = [600, 300, 100, 30, 8, 2, 1].enumerated().map { bucket, most in
            most / 2 + (seed &>> bucket &* 31 &+ seed) % (most / 2 + 1)
        }
        let list = counts.map(String.init).joined(separator: ",")
        return #""unit":"ms","histogram":{"bounds":[50,100,200,400,800,1600],"counts":[\#(list)]}}"#
    }

    private static func counts(_ seed: Int) -> String {
        let all = 8_000 + seed % 2_000
        return #""counts":{"hits":\#(all - seed % 13),"all":\#(all)}}"#
    }
}
