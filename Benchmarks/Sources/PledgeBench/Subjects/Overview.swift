import Foundation
import NIOCore

/// `GET /v1/overview` of a tenant in which everything goes on at once, asked for at a steady pace and by people who never pause.
enum Overview: Subject {
    static let name = "overview"

    /// What the gateway may take, in milliseconds, for 99 of 100 requests.
    private static let limitMilliseconds = 25.0
    /// A thousand open dashboards that look again every 25 seconds.
    private static let paceEachSecond = 40
    /// People who ask again as soon as they have their answer: as much as the machine can do.
    private static let people = 4
    private static let tickets = 200
    private static let incidents = 20

    static func measure(_ stand: Stand) async throws -> [Comparison] {
        try await Stack.with(stand) { try await measure(stand, $0) }
    }

    private static func measure(_ stand: Stand, _ stack: Stack) async throws -> [Comparison] {
        stand.progress("overview: a tenant with open outages, incidents and \(tickets) tickets")
        try await fill(stack, home: stand.home)
        let token = try await stack.token()
        let steady = try await stand.rounds.median {
            stand.progress("overview: \(paceEachSecond) a second")
            return percentile(try await paced(paceEachSecond * stand.roundSeconds, stack, token), 0.99)
        }
        let busy = try await stand.rounds.median {
            stand.progress("overview: \(people) at a time")
            return percentile(try await latencies(stand.isQuick ? 50 : 500, stack, token), 0.99)
        }
        return [
            .limit(
                "overview, p99, at \(paceEachSecond)/s", ours: steady, below: limitMilliseconds, unit: "ms",
                note:
                    "\(tickets) open tickets with their clocks, \(SupportCustomer.components.count) components that are down, \(incidents) incidents, through the gateway; \(Report.number(busy)) ms with \(people) people who never pause"
            )
        ]
    }

    /// Milliseconds of every request, each from the moment at which it was due.
    private static func paced(_ requests: Int, _ stack: Stack, _ token: String) async throws -> [Double] {
        try await withThrowingTaskGroup(of: Double.self) { group in
            let start = ContinuousClock.now
            for index in 0..<requests {
                let due = start + .microseconds(index * 1_000_000 / paceEachSecond)
                try await Task.sleep(until: due)
                group.addTask {
                    _ = try await stack.send(.GET, "\(stack.gateway)/v1/overview", token: token)
                    return (ContinuousClock.now - due) / .milliseconds(1)
                }
            }
            return try await group.reduce(into: []) { $0.append($1) }
        }
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

    private static func fill(_ stack: Stack, home: String) async throws {
        let customer = try await SupportCustomer.make(on: stack, home: home)
        try await untilKnown { try await goDown(stack) }
        for index in 0..<incidents {
            let json = #"{"services":["cpaas"],"title":"No SMS \#(index)","text":"We look into it.","down":true}"#
            try await untilKnown { _ = try await stack.post("/v1/incidents", json, as: Made.self) }
        }
        let token = try await stack.token()
        for _ in 0..<tickets { _ = try await customer.open(token: token) }
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
        let items = SupportCustomer.components.map {
            #"{"kind":"outage","id":"now","service":"cpaas","component":"\#($0)","from":"\#(from)"}"#
        }
        let batch = #"{"measurements":[\#(items.joined(separator: ","))]}"#
        let outcome = try await stack.post("/v1/measurements", batch, as: Outcome.self)
        if outcome.unknown > 0 { throw BenchError("the outages are of nothing that is known") }
    }
}
