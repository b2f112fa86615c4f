import Foundation
import NIOCore

/// Statements over 180 days with exclusions, beside the same question in PromQL over the same samples.
enum LongStatement: Subject {
    static let name = "long-statement"

    private static let services = 50
    /// What is looked at alone.
    private static let one = 7
    /// How much faster an answer is to come than theirs.
    private static let factors: [(kind: MetricsServer.Kind, atLeast: Double)] = [(.victoriaMetrics, 10), (.prometheus, 100)]
    /// How far two answers may lie from each other, in points of a per cent: PromQL looks at whole minutes, samples are some
    /// seconds late. One outage more or less would be three times that.
    private static let tolerancePoints = 0.002

    static func measure(_ stand: Stand) async throws -> [Comparison] {
        let now = Int(Date().timeIntervalSince1970)
        let history = LongHistory(services: services, end: now - now % 60)
        return try await Stack.with(stand) { stack in
            stand.progress("long statement: \(history.count) samples of \(services) services go in")
            try await load(history, stack)
            let us = Us(stack: stack, token: try await stack.token())
            var results: [Comparison] = []
            for (kind, factor) in factors {
                stand.progress("long statement: the same samples go into \(kind.rawValue)")
                results += try await MetricsServer.with(kind, history, stand) {
                    try await compare(us, Them(server: $0, second: now), factor, stand)
                }
            }
            return results
        }
    }

    private static func compare(_ us: Us, _ them: Them, _ factor: Double, _ stand: Stand) async throws -> [Comparison] {
        var results: [Comparison] = []
        let peer = them.server.kind.rawValue
        for service in [LongHistory.key(one), nil] {
            let title = "statement of 180 days with exclusions, \(service == nil ? services : 1) services, beside \(peer)"
            try check(try await us.percents(service), try await them.percents(service), title)
            let requests = stand.isQuick ? 3 : service == nil ? 5 : 30
            // They are asked at their own port, and so are we; customers ask through the gateway.
            for (place, address) in [("at the service", us.stack.availability), ("through the gateway", us.stack.gateway)] {
                let (ours, theirs) = try await stand.rounds.inTurn {
                    stand.progress("\(title), \(place): ours")
                    return try await Curl.medianMilliseconds(requests * 10, us.url(service, at: address), token: us.token)
                } _: {
                    stand.progress("\(title), \(place): theirs")
                    return try await Curl.medianMilliseconds(requests, them.url(service))
                }
                results.append(
                    .rate(
                        "\(title), \(place)", ours: 1000 / ours, peer: 1000 / theirs, peerName: peer, unit: "answers/s",
                        atLeast: factor, note: "\(Report.number(ours)) ms against \(Report.number(theirs)) ms"))
            }
        }
        return results
    }

    /// Both are asked the same thing only if they answer the same.
    private static func check(_ ours: [String: Double], _ theirs: [String: Double], _ title: String) throws {
        let different = theirs.filter { !(abs((ours[$0.key] ?? .nan) - $0.value) <= tolerancePoints) }
        guard different.isEmpty, ours.count == theirs.count, !ours.isEmpty else {
            let first = different.first
            throw BenchError(
                "\(title): \(ours.count) and \(theirs.count) answers, \(different.count) differ: "
                    + "\(first?.key ?? "") \(ours[first?.key ?? ""] ?? .nan) and \(first?.value ?? .nan)")
        }
    }

    /// Ours: the statement of a rolling window.
    private struct Us: Sendable {
        let stack: Stack
        let token: String

        func url(_ service: String?, at address: String) -> String {
            "\(address)/v1/statements?commitment=uptime" + (service.map { "&service=\($0)" } ?? "")
        }

        func percents(_ service: String?) async throws -> [String: Double] {
            struct Page: Decodable {
                struct Item: Decodable {
                    struct Share: Decodable { let numerator, denominator: Double }
                    let service_key: String
                    let availability: Share?
                }
                let data: [Item]
            }
            let answer = try await stack.send(.GET, url(service, at: stack.gateway), token: token)
            let page = try JSONDecoder().decode(Page.self, from: Data(answer.readableBytesView))
            let known = page.data.compactMap { item in
                item.availability.map { (item.service_key, 100 * $0.numerator / $0.denominator) }
            }
            return Dictionary(known, uniquingKeysWith: { first, _ in first })
        }
    }

    /// Theirs: the mean of what was up, minute by minute, but for the minutes that do not count.
    private struct Them: Sendable {
        let server: MetricsServer
        let second: Int

        func url(_ service: String?) -> String { server.url(expression(service), at: second) }

        func percents(_ service: String?) async throws -> [String: Double] {
            try await server.percents(expression(service), at: second)
        }

        private func expression(_ service: String?) -> String {
            let which = service.map { "{service=\"\($0)\"}" } ?? ""
            return "avg_over_time((up_probe\(which) unless on(service) excluded\(which))[\(LongHistory.days)d:1m])"
        }
    }

    // MARK: Loading

    private struct Named: Decodable { let id: String }
    private struct Ignored: Decodable {}

    private static func load(_ history: LongHistory, _ stack: Stack) async throws {
        for service in 0..<history.services {
            _ = try await stack.post("/v1/services", history.definition(of: service), as: Ignored.self)
        }
        let agreement = try await stack.post(
            "/v1/agreements", #"{"key":"\#(BenchAgreement.key)","title":"Benchmark"}"#, as: Named.self)
        let versions = "/v1/agreements/\(agreement.id)/versions"
        let document = BenchAgreement.document(
            services: (0..<history.services).map(LongHistory.key), window: "rolling-\(LongHistory.days)d",
            formula: "excluded_removed")
        _ = try await stack.post(versions, document, as: Ignored.self, type: "application/yaml")
        // Only the window that is open now: what is asked for is not kept anywhere.
        let today = Date().formatted(.iso8601.year().month().day())
        _ = try await stack.post(
            "\(versions)/1/publication", #"{"effective_from":"\#(today)T00:00:00Z"}"#, as: Ignored.self)
        try await waitUntilJudged(history.services, stack)
        for service in 0..<history.services {
            _ = try await stack.send(
                .POST, stack.gateway + "/v1/measurements", body: history.request(of: service),
                headers: ["Content-Type": "text/csv"], token: stack.key)
        }
        try await exclude(history, stack)
        try await Ingest.drained(stack)
    }

    /// The agreement travels by events; the statements of all services are there when they have arrived.
    private static func waitUntilJudged(_ services: Int, _ stack: Stack) async throws {
        struct Page: Decodable { let data: [Ignored] }
        let deadline = ContinuousClock.now + .seconds(30)
        while try await stack.get("/v1/statements?commitment=uptime", as: Page.self).data.count < services {
            guard ContinuousClock.now < deadline else { throw BenchError("the agreement did not arrive in 30 s") }
            try await Task.sleep(for: .milliseconds(50))
        }
    }

    /// Exclusions that one person proposes and another approves.
    private static func exclude(_ history: LongHistory, _ stack: Stack) async throws {
        struct Key: Decodable { let secret: String }
        let approver = try await stack.post(
            "/v1/api-keys", #"{"name":"Approver","roles":["approver"]}"#, as: Key.self
        ).secret
        for service in 0..<history.services {
            for stretch in history.exclusions(of: service) {
                let from = Date(timeIntervalSince1970: Double(stretch.lowerBound)).formatted(.iso8601)
                let to = Date(timeIntervalSince1970: Double(stretch.upperBound)).formatted(.iso8601)
                let proposal = try await stack.post(
                    "/v1/exclusions",
                    """
                    {"service":"\(LongHistory.key(service))","ground":"customer","from":"\(from)","to":"\(to)",
                     "evidence":"made for the benchmark","reason":"made for the benchmark"}
                    """, as: Named.self)
                _ = try await stack.send(
                    .POST, "\(stack.gateway)/v1/exclusions/\(proposal.id)/decision",
                    body: ByteBuffer(string: #"{"decision":"approved","reason":"made for the benchmark"}"#),
                    headers: ["Content-Type": "application/json"], token: approver)
            }
        }
    }
}
