import Foundation
import NIOCore

/// A tenant whose customers have last month behind them, with an outage in it that takes each promise down.
struct MonthBehind: Sendable {
    private struct Named: Decodable { let id: String }
    private struct Ignored: Decodable {}

    /// Requests under way at once while customers are made.
    private static let inFlight = 16
    private static let outageSeconds = 7_200
    private static let day = 86_400
    /// For what comes by events, and for the months of all customers to be judged for the first time.
    private static let waitSeconds = 900

    private let stack: Stack
    /// The second at which the outage of every service began.
    private let outage: Int
    private let approver: String

    /// Makes services, an agreement, customers who subscribe to all of it, and the outage; waits until all is judged.
    static func make(on stack: Stack, services: Int, customers: Int, window: String) async throws -> MonthBehind {
        struct Key: Decodable { let secret: String }
        let keys = (0..<services).map(LongHistory.key)
        var ids: [String] = []
        for key in keys {
            let definition = """
                {"key":"\(key)","name":"\(key)","components":[{"key":"all","source":{"kind":"declared"}}],"tree":{"component":"all"}}
                """
            ids.append(try await stack.post("/v1/services", definition, as: Named.self).id)
        }
        let agreement = try await stack.post(
            "/v1/agreements", #"{"key":"\#(BenchAgreement.key)","title":"Benchmark"}"#, as: Named.self)
        let versions = "/v1/agreements/\(agreement.id)/versions"
        let document = BenchAgreement.document(services: keys, window: window)
        _ = try await stack.post(versions, document, as: Ignored.self, type: "application/yaml")
        _ = try await stack.post("\(versions)/1/publication", #"{"effective_from":"2025-01-01T00:00:00Z"}"#, as: Ignored.self)
        let approver = try await stack.post(
            "/v1/api-keys", #"{"name":"Approver","roles":["approver"]}"#, as: Key.self)
        // In the middle of a window that ended some days ago at least, whatever the day of the month.
        let now = Int(Date().timeIntervalSince1970)
        let tenant = MonthBehind(stack: stack, outage: now - now % day - 45 * day, approver: approver.secret)
        let from = Date(timeIntervalSince1970: Double(tenant.outage - 40 * day)).formatted(.iso8601)
        try await each(customers) { [ids] number in
            let customer = try await stack.post(
                "/v1/customers", #"{"key":"c\#(number)","name":"Customer \#(number)"}"#, as: Named.self)
            for id in ids {
                _ = try await stack.post(
                    "/v1/subscriptions",
                    """
                    {"customer":"\(customer.id)","service":"\(id)","agreement":"\(agreement.id)","plan":"standard",
                     "currency":"EUR","fees":{},"billing_anchor_day":\(number % 28 + 1),"from":"\(from)"}
                    """, as: Ignored.self)
            }
        }
        try await tenant.known(contracts: customers * services, within: waitSeconds)
        try await tenant.breakDown(keys, within: waitSeconds)
        return tenant
    }

    /// The statements that the outage bears on.
    func statements() async throws -> Int {
        try await number("select count(*) from statements where \(concerned)")
    }

    /// Their revisions.
    func revisions() async throws -> Int {
        try await number(
            "select count(*) from statement_revisions r join statements s using (tenant_id, id) where \(concerned)")
    }

    /// Proposes to exclude a minute of the outage of all services; the id of the proposal.
    func propose(minute: Int) async throws -> String {
        let from = Date(timeIntervalSince1970: Double(outage + minute * 60)).formatted(.iso8601)
        let to = Date(timeIntervalSince1970: Double(outage + minute * 60 + 60)).formatted(.iso8601)
        let proposal = """
            {"all_services":true,"ground":"customer","from":"\(from)","to":"\(to)",
             "evidence":"made for the benchmark","reason":"made for the benchmark"}
            """
        return try await stack.post("/v1/exclusions", proposal, as: Named.self).id
    }

    /// Another person than the proposer approves.
    func approve(_ proposal: String) async throws {
        _ = try await stack.send(
            .POST, "\(stack.gateway)/v1/exclusions/\(proposal)/decision",
            body: ByteBuffer(string: #"{"decision":"approved","reason":"made for the benchmark"}"#),
            headers: ["Content-Type": "application/json"], token: approver)
    }

    /// Waits until there are so many revisions.
    func settled(revisions: Int, within limit: Int) async throws {
        try await wait(limit, "the statements were not restated") { try await self.revisions() >= revisions }
    }

    private var concerned: String {
        "window_start <= to_timestamp(\(outage)) and window_end > to_timestamp(\(outage))"
    }

    private func number(_ query: String) async throws -> Int { Int(try await stack.psql(query, "availability")) ?? 0 }

    private func wait(_ limit: Int, _ failure: String, until isDone: () async throws -> Bool) async throws {
        let deadline = ContinuousClock.now + .seconds(limit)
        while try await !isDone() {
            guard ContinuousClock.now < deadline else { throw BenchError("\(failure) in \(limit) s") }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Declares the outage of every service, and waits until every window that is over is judged by it.
    private func breakDown(_ keys: [String], within limit: Int) async throws {
        let from = Date(timeIntervalSince1970: Double(outage)).formatted(.iso8601)
        let to = Date(timeIntervalSince1970: Double(outage + Self.outageSeconds)).formatted(.iso8601)
        let items = keys.map {
            #"{"kind":"outage","id":"\#($0)","service":"\#($0)","component":"all","from":"\#(from)","to":"\#(to)"}"#
        }
        _ = try await stack.post(
            "/v1/measurements", #"{"measurements":[\#(items.joined(separator: ","))]}"#, as: Ignored.self)
        try await wait(limit, "the months were not judged") {
            try await number(
                "select (select count(*) from measurement_batches) + (select count(*) from statement_work where due_at <= now())"
            ) == 0
        }
    }

    /// Does something so many times, some at once.
    private static func each(_ count: Int, _ body: @escaping @Sendable (Int) async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            for number in 0..<count {
                if number >= inFlight { try await group.next() }
                group.addTask { try await body(number) }
            }
            try await group.waitForAll()
        }
    }

    /// The services and the agreement are known to Availability when it answers with statements of all of them; contracts when it
    /// has as many as were made.
    private func known(contracts: Int, within limit: Int) async throws {
        try await wait(limit, "the contracts did not arrive") {
            try await number("select count(*) from known_subscriptions") >= contracts
        }
    }
}
