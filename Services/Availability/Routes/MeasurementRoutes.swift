import Chassis
import Contracts
import HTTPTypes
import NIOCore
import Postgres
import Telemetry
import Terms

/// `/v1/measurements`: facts from outside.
struct MeasurementRoutes: Sendable {
    private static let json = "application/json"
    private static let lines = "application/x-ndjson"
    private static let csv = "text/csv"

    let chassis: Chassis
    let ingest: Ingest

    var routes: [Route] {
        [
            Route(
                .post, "/v1/measurements", roles: .senders,
                body: .raw(maximumBytes: IntakeLimits.linesBytes, types: [Self.json, Self.lines, Self.csv]), handler: take),
            Route(.get, "/v1/measurements", roles: .operations, handler: status),
        ]
    }

    /// What became of a batch.
    private struct Answer: Encodable {
        let accepted: Int
        let unknown: Int
        let rejected: [Rejection]
        let rejectedCount: Int

        init(_ report: IntakeReport) {
            accepted = report.accepted
            unknown = report.unknown
            rejected = report.rejected.map(Rejection.init)
            rejectedCount = report.rejectedCount
        }
    }

    private func take(_ request: APIRequest) async throws -> Reply {
        let type = MediaType.of(request)
        if type == Self.json, request.bytes.readableBytes > IntakeLimits.jsonBytes {
            throw Problem.tooLarge(maximumBytes: IntakeLimits.jsonBytes)
        }
        let now = chassis.clock.now
        let report = try await ingest.take(request.tenant, from: request.caller.principal) { entry, customers in
            let (batch, report) = try Self.read(request.bytes, type, entry.definitions, customers, now)
            return (batch, report, report)
        }
        return try .accepted(Answer(report))
    }

    private static func read(
        _ bytes: ByteBuffer, _ type: String, _ definitions: Definitions, _ customers: CustomerBook, _ now: Instant
    ) throws -> (Batch, IntakeReport) {
        try bytes.withUnsafeReadableBytes { body in
            do throws(IntakeError) {
                if type == csv, !isTable(body) {
                    var reader = CSVReader(definitions: definitions, now: now)
                    return try reader.read(body)
                }
                var reader = MeasurementReader(definitions: definitions, customers: customers, now: now)
                switch type {
                case csv: return try reader.readTable(body)
                case lines: return try reader.readLines(body)
                default: return try reader.readJSON(body)
                }
            } catch {
                throw error.problem
            }
        }
    }

    /// Whether the lines of CSV are items of any kind, as the first that is not empty tells.
    private static func isTable(_ body: UnsafeRawBufferPointer) -> Bool {
        let start = body.firstIndex { $0 != 0x0A && $0 != 0x0D } ?? body.count
        let end = body.endOfLine(from: start)
        let stop = end > start && body[end - 1] == 0x0D ? end - 1 : end
        return ItemLayout.isMeant(UnsafeRawBufferPointer(rebasing: body[start..<stop]))
    }

    /// What came in and is not worked in, or not known.
    private struct Status: Encodable {
        struct Series: Encodable {
            let series: String
            let reason: String
            let count: Int64
            let firstSeenAt: Instant
            let lastSeenAt: Instant
        }

        let pendingBatches: Int64
        let unknownSeries: [Series]
    }

    private func status(_ request: APIRequest) async throws -> Reply {
        try await ingest.unknown.write(request.tenant)
        let rows = try await chassis.database.execute(
            [BatchStore.count(request.tenant), UnknownSeriesStore.list(request.tenant)], tenant: request.tenant.uuid)
        let series = try rows[1].decode((String, String, Int64, Instant, Instant).self).map {
            Status.Series(series: $0.0, reason: $0.1, count: $0.2, firstSeenAt: $0.3, lastSeenAt: $0.4)
        }
        return try .json(Status(pendingBatches: try rows[0].decodeOne(Int64.self), unknownSeries: series))
    }
}

/// The media type of a body.
enum MediaType {
    /// In lower case, without parameters.
    static func of(_ request: APIRequest) -> String {
        let text = request.headers[.contentType] ?? ""
        return (text.split(separator: ";").first ?? "").trimmingPrefix { $0 == " " }.lowercased()
            .replacing(" ", with: "")
    }
}

extension IntakeError {
    /// As it is answered.
    var problem: Problem {
        switch code {
        case .syntax: .badRequest(detail)
        case .shape: .validation(errors)
        }
    }
}
