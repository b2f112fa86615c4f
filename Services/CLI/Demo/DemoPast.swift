import Foundation
import Hosting
import Terms

/// Sends a tenant's past, from the start of last month until the demo was loaded: what its probes saw, and the outages of what is
/// declared.
struct DemoPast: Sendable {
    /// Lines a request: about a megabyte, far below what the API takes.
    private static let linesPerRequest = 25_000
    /// Tries until a definition has come to where it is measured, a second each.
    private static let triesMaximum = 60
    /// Any number; the same one gives the same outages.
    private static let seed: UInt64 = 20_251_117

    let file: TenantFile
    let ingest: APIClient
    let names: StoryNames

    /// Sends everything, in an order that does not matter; a repeat has no effect.
    ///
    /// - Returns: how many probes' samples were stored.
    func send() async throws -> Int {
        let outages = try file.content.list(at: "outages").enumerated().map { index, outage in
            try (service: text(outage, "service"), component: text(outage, "component"), spans: spans(outage, index))
        }
        var accepted = 0
        for service in file.services {
            let key = service.text(at: "key") ?? ""
            let probes = TenantFile.probes(of: service)
            let known = outages.filter { $0.service == key }
            if !probes.isEmpty {
                let generator = TelemetryGenerator(
                    probes: probes, interval: interval, seed: Self.seed,
                    known: Dictionary(known.map { ($0.component, $0.spans) }, uniquingKeysWith: +))
                accepted += try await send(probes.flatMap { generator.lines(of: $0, service: key) })
            }
            let probed = Set(probes.map(\.component))
            let declared = known.filter { !probed.contains($0.component) }.flatMap { outage in
                outage.spans.filter { $0.to <= names.loadedAt.epochSeconds }.map { item(outage.service, outage.component, $0) }
            }
            if !declared.isEmpty { try await send(declared: declared) }
        }
        return accepted
    }

    /// From the first of last month, whose statements have been made or are about to be.
    private var interval: Interval { Interval(names.lastMonth.interval.start, names.loadedAt) }

    /// An outage as the file tells it, or, without times, some that are drawn.
    private func spans(_ outage: Node, _ index: Int) throws -> [TelemetryGenerator.Span] {
        guard outage["from"] != nil else { return TelemetryGenerator.outages(in: interval, seed: UInt64(index) + 7) }
        guard let from = Instant(rfc3339: try text(outage, "from")), let to = Instant(rfc3339: try text(outage, "to")) else {
            throw HostingError(.statement, "The times of an outage of \(file.name) cannot be read: \(outage.json)")
        }
        return [TelemetryGenerator.Span(from: from.epochSeconds, to: to.epochSeconds)]
    }

    private func text(_ outage: Node, _ member: String) throws -> String {
        guard let text = outage.text(at: member).flatMap({ names.fill($0) }) else {
            throw HostingError(.statement, "An outage of \(file.name) has no \(member): \(outage.json)")
        }
        return text
    }

    private func item(_ service: String, _ component: String, _ span: TelemetryGenerator.Span) -> String {
        let (from, to) = (Instant(epochSeconds: span.from), Instant(epochSeconds: span.to))
        return """
            {"kind":"outage","id":"demo-\(component)-\(span.from)","service":"\(service)","component":"\(component)",\
            "from":"\(from)","to":"\(to)"}
            """
    }

    private func send(_ lines: [String]) async throws -> Int {
        var accepted = 0
        for start in stride(from: 0, to: lines.count, by: Self.linesPerRequest) {
            let part = lines[start..<min(start + Self.linesPerRequest, lines.count)]
            let body = "service,component,location,at,state\n" + part.joined(separator: "\n") + "\n"
            accepted += try await sendUntilKnown(Data(body.utf8), type: "text/csv")
        }
        return accepted
    }

    private func send(declared items: [String]) async throws {
        let body = "{\"measurements\":[\(items.joined(separator: ","))]}"
        _ = try await sendUntilKnown(Data(body.utf8), type: "application/json")
    }

    /// Sends measurements until their services are known where they are measured, which takes a moment.
    private func sendUntilKnown(_ body: Data, type: String) async throws -> Int {
        var last = ""
        for _ in 0..<Self.triesMaximum {
            let answer = try await ingest.send("POST", "/v1/measurements", body: body, type: type)
            let outcome = answer.document
            if answer.isSuccess, outcome.text(at: "unknown") == "0", outcome.text(at: "rejected_count") == "0" {
                return outcome.text(at: "accepted").flatMap { Int($0) } ?? 0
            }
            last = String(decoding: answer.body.prefix(500), as: UTF8.self)
            try await Task.sleep(for: .seconds(1))
        }
        throw HostingError(.statement, "The measurements of \(file.name) were refused: \(last)")
    }
}
