import Contracts
import Foundation
import Hosting
import NIOHTTP1
import Terms
import TestSupport

/// A tenant with Zecto's agreement and one probed component, made through the public API.
struct TenantUnderFault {
    /// What the tenant's outages and statements say, without ids and times of writing, for comparing two tenants.
    struct Findings: Equatable {
        struct Outage: Equatable, Decodable {
            var scope: String
            var component: String?
            var startedAt: Instant
            var endedAt: Instant?
            var state: String
            var durationSeconds: Int64?
        }
        struct Statement: Equatable, Decodable {
            struct Seconds: Equatable, Decodable {
                var total: Int64
                var up: Int64
                var down: Int64
                var excluded: Int64
                var unknown: Int64
                var pending: Int64
                var base: Int64
            }
            var clause: String
            var verdict: String
            var availabilityPercent: String?
            var seconds: Seconds
        }
        var outages: [Outage]
        var statements: [Statement]
    }
    private struct Page<Item: Decodable>: Decodable {
        var data: [Item]
        var nextCursor: String?
    }

    let id: TenantID
    private let stack: StackHarness
    private let admin: String
    /// The key of a sender of measurements.
    let ingest: String
    /// The source of its API, measured from one place.
    static let probe = #"{"kind":"probe","locations":["khi"],"quorum":1,"confirm":1,"stale_seconds":90}"#

    /// Makes the tenant with everything that measurements need.
    ///
    /// - Parameter api: what its component "api" is measured by, as JSON.
    init(_ stack: StackHarness, key: String, api: String = probe) async throws {
        self.stack = stack
        let tenant = try await Self.make(
            stack, "/v1/tenants", key: try stack.secret("operator-key"),
            #"{"key":"\#(key)","name":"\#(key)","time_zone":"Asia/Karachi"}"#)
        id = try require(tenant["id"]?.text.flatMap { TenantID($0) }, "the tenant's id")
        admin = try require(tenant["api_key", "secret"]?.text, "the admin's key")
        let ingestKey = try await Self.make(
            stack, "/v1/api-keys", key: admin, #"{"name":"ingest","roles":["ingest"],"customer":null}"#)
        ingest = try require(ingestKey["secret"]?.text, "the ingest key")
        _ = try await Self.make(
            stack, "/v1/services", key: admin,
            """
            {"key":"cpaas","name":"CPaaS","tree":{"all":[{"component":"api"},{"component":"sms"},{"component":"voice"},
             {"component":"whatsapp"},{"component":"email"}]},"components":[{"key":"api","name":"API","source":\(api)},
             {"key":"sms","name":"SMS","source":{"kind":"declared"}},{"key":"voice","name":"Voice","source":{"kind":"declared"}},
             {"key":"whatsapp","name":"WhatsApp","source":{"kind":"declared"}},
             {"key":"email","name":"Email","source":{"kind":"declared"}}]}
            """)
        let agreement = try await Self.make(stack, "/v1/agreements", key: admin, #"{"key":"zecto-sla","title":"Zecto SLA"}"#)
        let versions = "/v1/agreements/\(try require(agreement["id"]?.text, "the agreement's id"))/versions"
        let document = try Data(contentsOf: SourceTree.url("deploy/demo/agreements/zecto.yaml"))
        let version = try await stack.send(
            .POST, versions, key: admin, body: document, headers: ["content-type": "application/yaml"])
        guard version.status == 201 else { throw NeverCame(description: "version: \(version.text)") }
        _ = try await Self.make(stack, "\(versions)/1/publication", key: admin, #"{"effective_from":"2025-11-16T19:00:00Z"}"#)
        // Measurements of a service that availability has not heard of yet would be refused.
        _ = try await eventually("the service in availability") {
            try await stack.send(.GET, "/v1/outages?service=cpaas", key: admin).status == 200 ? () : nil
        }
    }

    /// Sends a batch until it is acknowledged; the outcome of a try that broke off is unknown, so it is sent again.
    func send(_ batch: String, retrying: Bool) async throws {
        try await eventually("an acknowledgement", within: 180) { () -> Void? in
            let answer = try? await attempt(batch)
            if let answer, answer.status == 202 {
                guard answer["rejected_count"]?.integer == 0 else {
                    throw NeverCame(description: "measurements were refused: \(answer.text)")
                }
                return ()
            }
            // While a process is down the gateway says so; no other answer is right.
            if let answer, !retrying || ![429, 500, 502, 503, 504].contains(answer.status) {
                throw NeverCame(description: "measurements were answered with \(answer.status): \(answer.text)")
            }
            return nil
        }
    }

    /// Sends a batch once.
    func attempt(_ batch: String, type: String = "text/csv") async throws -> Answer {
        try await stack.send(.POST, "/v1/measurements", key: ingest, body: Data(batch.utf8), headers: ["content-type": type])
    }

    /// What the API says about the month, which `name` names to it.
    func findings(_ month: Interval, named name: String = "2026-03") async throws -> Findings {
        var outages: [Findings.Outage] = []
        var cursor: String?
        repeat {
            let more = cursor.map { "&cursor=\($0)" } ?? ""
            let page = try await stack.send(
                .GET, "/v1/outages?service=cpaas&from=\(month.start)&to=\(month.end)&limit=100\(more)", key: admin
            ).decode(Page<Findings.Outage>.self)
            outages += page.data
            cursor = page.nextCursor
        } while cursor != nil
        let statements = try await stack.send(.GET, "/v1/statements?service=cpaas&month=\(name)", key: admin)
            .decode(Page<Findings.Statement>.self).data
        // An outage that was seen in part first may have been withdrawn in favour of the one that it became part of.
        let standing = outages.filter { $0.state != "withdrawn" }
        return Findings(
            outages: standing.sorted { ($0.startedAt, $0.scope) < ($1.startedAt, $1.scope) }, statements: statements)
    }

    private static func make(_ stack: StackHarness, _ path: String, key: String, _ json: String) async throws -> Answer {
        let answer = try await stack.send(.POST, path, key: key, json: json)
        guard 200..<300 ~= answer.status else { throw NeverCame(description: "POST \(path): \(answer.status) \(answer.text)") }
        return answer
    }
}

/// The value, or a failure that names it.
func require<Value>(_ value: Value?, _ what: String) throws -> Value {
    guard let value else { throw NeverCame(description: "\(what) is missing") }
    return value
}

/// A superuser's connection to a service's database in a stack, for looking on.
struct StackDatabase {
    private let stack: StackHarness
    private let service: String

    init(_ stack: StackHarness, service: String) {
        self.stack = stack
        self.service = service
    }

    func connect() async throws -> AdminConnection {
        try await .connect([
            "host": "127.0.0.1", "port": String(stack.base + 132), "dbname": "pledge_\(service)",
            "user": PostgresCluster.adminUser,
            "password": try stack.secret("postgres-admin"), "connect_timeout": "10",
        ])
    }
}
