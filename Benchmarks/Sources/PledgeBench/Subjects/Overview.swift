import Foundation
import NIOCore

/// `GET /v1/overview` of a tenant in which everything goes on at once, by people who look at the same time.
enum Overview: Subject {
    static let name = "overview"

    /// What the gateway may take, in milliseconds, for 99 of 100 requests.
    private static let limitMilliseconds = 25.0
    /// People with their dashboards open; each asks again when it has its answer.
    private static let people = 4
    /// What the agreement names.
    private static let components = ["api", "sms", "voice", "whatsapp", "email"]
    private static let tickets = 200
    private static let incidents = 20

    static func measure(_ stand: Stand) async throws -> [Comparison] {
        try await Stack.with(stand) { try await measure(stand, $0) }
    }

    private static func measure(_ stand: Stand, _ stack: Stack) async throws -> [Comparison] {
        stand.progress("overview: a tenant with open outages, incidents and \(tickets) tickets")
        try await fill(stack, home: stand.home)
        let token = try await stack.token()
        let requests = stand.isQuick ? 50 : 500
        let ours = try await stand.rounds.median {
            stand.progress("overview: \(people) at a time")
            return percentile(try await latencies(requests, stack, token), 0.99)
        }
        return [
            .limit(
                "overview, p99 of \(people) at a time", ours: ours, below: limitMilliseconds, unit: "ms",
                note:
                    "\(tickets) open tickets with their clocks, \(components.count) components that are down, \(incidents) incidents, through the gateway"
            )
        ]
    }

    /// Milliseconds of every request of all people.
    private static func latencies(_ requests: Int, _ stack: Stack, _ token: String) async throws -> [Double] {
        try await withThrowingTaskGroup(of: [Double].self) { group in
            for _ in 0..<people {
                group.addTask {
                    var taken: [Double] = []
                    for _ in 0..<requests / people {
                        let (elapsed, _) = try await seconds {
                            try await stack.send(.GET, "\(stack.gateway)/v1/overview", token: token)
                        }
                        taken.append(elapsed * 1000)
                    }
                    return taken
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }
    }

    private struct Made: Decodable { let id: String }
    private struct Outcome: Decodable { let unknown: Int }
    private struct Version: Decodable { let version: Int }

    private static func fill(_ stack: Stack, home: String) async throws {
        let parts = components.map { #"{"key":"\#($0)","source":{"kind":"declared"}}"# }.joined(separator: ",")
        let tree = components.map { #"{"component":"\#($0)"}"# }.joined(separator: ",")
        let service = try await stack.post(
            "/v1/services", #"{"key":"cpaas","name":"CPaaS","components":[\#(parts)],"tree":{"all":[\#(tree)]}}"#, as: Made.self)
        let agreement = try await stack.post("/v1/agreements", #"{"key":"zecto-sla","title":"Zecto"}"#, as: Made.self)
        let text = try String(contentsOfFile: "\(home)/deploy/demo/agreements/zecto.yaml", encoding: .utf8)
        let versions = "/v1/agreements/\(agreement.id)/versions"
        _ = try await stack.post(versions, text, as: Version.self, type: "application/yaml")
        _ = try await stack.post("\(versions)/1/publication", #"{"effective_from":"2025-11-16T19:00:00Z"}"#, as: Version.self)
        let customer = try await stack.post("/v1/customers", #"{"key":"acme","name":"Acme"}"#, as: Made.self)
        _ = try await stack.post(
            "/v1/subscriptions",
            #"{"customer":"\#(customer.id)","service":"\#(service.id)","agreement":"\#(agreement.id)","plan":"enterprise","currency":"PKR","fees":{},"from":"2026-01-01T00:00:00Z"}"#,
            as: Made.self)
        try await untilKnown { try await goDown(stack) }
        for index in 0..<incidents {
            let json = #"{"services":["cpaas"],"title":"No SMS \#(index)","text":"We look into it.","down":true}"#
            try await untilKnown { _ = try await stack.post("/v1/incidents", json, as: Made.self) }
        }
        for index in 0..<tickets {
            let json =
                #"{"customer":"\#(customer.id)","service":"cpaas","subject":"No SMS \#(index)","text":"None.","priority":"high"}"#
            try await untilKnown { _ = try await stack.post("/v1/tickets", json, as: Made.self) }
        }
    }

    /// Tries until it works: what was defined comes to the other services by events, which takes a moment.
    private static func untilKnown(_ work: () async throws -> Void) async throws {
        for _ in 0..<30 {
            do { return try await work() } catch is BenchError { try await Task.sleep(for: .milliseconds(500)) }
        }
        try await work()
    }

    /// Declares outages that go on.
    private static func goDown(_ stack: Stack) async throws {
        let from = Date(timeIntervalSinceNow: -3600).formatted(.iso8601)
        let items = components.map {
            #"{"kind":"outage","id":"now","service":"cpaas","component":"\#($0)","from":"\#(from)"}"#
        }
        let batch = #"{"measurements":[\#(items.joined(separator: ","))]}"#
        let outcome = try await stack.post("/v1/measurements", batch, as: Outcome.self)
        if outcome.unknown > 0 { throw BenchError("the outages are of nothing that is known") }
    }
}
