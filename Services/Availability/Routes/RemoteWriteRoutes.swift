import Chassis
import Contracts
import HTTPTypes
import NIOCore
import Terms

/// `POST /v1/prometheus/write`: Prometheus remote write 1.0.
///
/// Its sender repeats what is answered with 5xx, and drops what is answered with 4xx: so 400 is for what will never get better,
/// and 503 for what may be taken later.
struct RemoteWriteRoutes: Sendable {
    private static let type = "application/x-protobuf"

    let chassis: Chassis
    let ingest: Ingest

    var routes: [Route] {
        [
            Route(
                .post, "/v1/prometheus/write", roles: .scrapers,
                body: .raw(maximumBytes: IntakeLimits.remoteWriteBytes, types: [Self.type]), handler: take)
        ]
    }

    private struct Answer: Encodable {
        let accepted: Int
        let staleMarkers: Int
        let unknownSeries: Int
        let unknownSamples: Int
        let rejected: Int

        init(_ report: RemoteWriteReport) {
            accepted = report.accepted
            staleMarkers = report.staleMarkers
            unknownSeries = report.unknownSeries
            unknownSamples = report.unknownSamples
            rejected = report.rejected
        }
    }

    private func take(_ request: APIRequest) async throws -> Reply {
        try Self.checkHeaders(request.headers)
        let message = try request.bytes.withUnsafeReadableBytes { bytes in
            do throws(Snappy.Failure) {
                return try Snappy.unpack(bytes, maximumBytes: IntakeLimits.remoteWriteUnpackedBytes)
            } catch {
                switch error {
                case .malformed: throw Problem.badRequest("the body is not snappy in block format")
                case .tooLarge: throw Problem.tooLarge(maximumBytes: IntakeLimits.remoteWriteUnpackedBytes)
                }
            }
        }
        let now = chassis.clock.now
        let result = try await ingest.take(request.tenant) { entry in
            let result = try Self.read(message, entry, now)
            return (result.batch, result.intake, result)
        }
        await ingest.definitions.learn(result.cache, request.tenant)
        let report = result.report
        if report.rejected > 0 {
            let why = report.firstRejection ?? ""
            throw Problem.badRequest(
                "\(report.rejected) samples were refused, the first because \(why); \(report.accepted) were stored")
        }
        return try .json(Answer(report))
    }

    private static func read(_ message: [UInt8], _ entry: DefinitionsCache.Entry, _ now: Instant) throws
        -> WriteRequestReader.Result
    {
        var reader = WriteRequestReader(definitions: entry.definitions, cache: entry.series, now: now)
        return try message.withUnsafeBytes { bytes in
            do throws(RemoteWriteError) {
                return try reader.read(bytes)
            } catch {
                throw Problem.badRequest(error.detail)
            }
        }
    }

    private static func checkHeaders(_ headers: HTTPFields) throws(Problem) {
        guard headers[.contentEncoding]?.lowercased() == "snappy" else {
            throw Problem(
                status: 415, slug: "unsupported-media-type", title: "The encoding of the body is not read here",
                detail: "remote write comes with Content-Encoding: snappy")
        }
        let version = headers[values: .remoteWriteVersion].first ?? "0.1.0"
        guard version == "0.1" || version.hasPrefix("0.1.") else {
            throw .badRequest("X-Prometheus-Remote-Write-Version must be 0.1.x")
        }
    }
}

extension HTTPField.Name {
    /// The version of the protocol that a sender speaks.
    static var remoteWriteVersion: HTTPField.Name {
        // The name is a valid token, so the fallback is never taken.
        HTTPField.Name("X-Prometheus-Remote-Write-Version") ?? .contentType
    }
}
