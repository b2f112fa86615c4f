import Chassis
import Contracts
import HTTPTypes
import NIOCore
import Terms

/// `POST /v1/prometheus/write`: Prometheus remote write 1.0 and 2.0, told apart by the media type's `proto`.
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

    /// The messages that are read.
    private enum Message: String {
        case one = "prometheus.WriteRequest"
        case two = "io.prometheus.write.v2.Request"
    }

    private func take(_ request: APIRequest) async throws -> Reply {
        let kind = try Self.message(request.headers)
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
        let result = try await ingest.take(request.tenant, from: request.caller.principal) { entry, _ in
            let result = try Self.read(message, kind, entry, now)
            return (result.batch, result.intake, result)
        }
        await ingest.definitions.learn(result.cache, request.tenant)
        return try Self.reply(result.report)
    }

    /// The answer. How many samples were written is told in any case (2.0, "Required Written Response Headers"): a sender of
    /// 2.0 takes a receiver that does not say so for one that threw them away.
    private static func reply(_ report: RemoteWriteReport) throws -> Reply {
        var reply: Reply
        if report.rejected > 0 {
            let why = report.firstRejection ?? ""
            reply = Problem.badRequest(
                "\(report.rejected) samples were refused, the first because \(why); \(report.accepted) were stored"
            ).reply()
        } else {
            reply = try .json(Answer(report))
        }
        reply.headers[.samplesWritten] = String(report.accepted)
        reply.headers[.histogramsWritten] = "0"
        reply.headers[.exemplarsWritten] = "0"
        return reply
    }

    private static func read(_ message: [UInt8], _ kind: Message, _ entry: DefinitionsCache.Entry, _ now: Instant) throws
        -> SeriesPlacer.Result
    {
        try message.withUnsafeBytes { bytes in
            do throws(RemoteWriteError) {
                switch kind {
                case .one:
                    var reader = WriteRequestReader(definitions: entry.definitions, cache: entry.series, now: now)
                    return try reader.read(bytes)
                case .two:
                    var reader = InternedRequestReader(definitions: entry.definitions, cache: entry.series, now: now)
                    return try reader.read(bytes)
                }
            } catch {
                throw Problem.badRequest(error.detail)
            }
        }
    }

    /// Which message the headers say that the body is. Without a `proto` it is the first's, as 2.0 has it.
    private static func message(_ headers: HTTPFields) throws(Problem) -> Message {
        guard headers[.contentEncoding]?.lowercased() == "snappy" else {
            throw unsupported("The encoding of the body is not read here", "remote write comes with Content-Encoding: snappy")
        }
        let parameters = (headers[.contentType] ?? "").split(separator: ";").dropFirst()
            .map { $0.filter { $0 != " " && $0 != "\"" } }
        let name = parameters.first { $0.lowercased().hasPrefix("proto=") }?.dropFirst("proto=".count)
        guard let kind = name.map({ Message(rawValue: String($0)) }) ?? .one else {
            throw unsupported(
                "The message is not read here", "proto is \(Message.one.rawValue) or \(Message.two.rawValue)")
        }
        let version = headers[values: .remoteWriteVersion].first ?? (kind == .one ? "0.1.0" : "2.0.0")
        let isItsOwn = kind == .one ? version == "0.1" || version.hasPrefix("0.1.") : version.hasPrefix("2.")
        // A sender of 2.0 that falls back to the first message says so in the media type, and may keep its version.
        guard isItsOwn || (kind == .one && name != nil && version.hasPrefix("2.")) else {
            throw .badRequest("X-Prometheus-Remote-Write-Version must be 0.1.x for WriteRequest, 2.x for version 2 of it")
        }
        return kind
    }

    private static func unsupported(_ title: String, _ detail: String) -> Problem {
        Problem(status: 415, slug: "unsupported-media-type", title: title, detail: detail)
    }
}

extension HTTPField.Name {
    /// The version of the protocol that a sender speaks.
    static var remoteWriteVersion: HTTPField.Name {
        // The name is a valid token, so the fallback is never taken.
        HTTPField.Name("X-Prometheus-Remote-Write-Version") ?? .contentType
    }

    /// How many samples were stored.
    static var samplesWritten: HTTPField.Name { written("Samples") }
    /// How many native histograms were stored.
    static var histogramsWritten: HTTPField.Name { written("Histograms") }
    /// How many exemplars were stored.
    static var exemplarsWritten: HTTPField.Name { written("Exemplars") }

    private static func written(_ what: String) -> HTTPField.Name {
        HTTPField.Name("X-Prometheus-Remote-Write-\(what)-Written") ?? .contentType
    }
}
