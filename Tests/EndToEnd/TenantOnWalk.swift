import Contracts
import Foundation
import Hosting
import NIOHTTP1
import Terms
import TestSupport

/// A tenant of a running stack on the long walk. Whatever it asks for it asks again, as the same request, until it is answered:
/// so would any client that wants to know.
struct TenantOnWalk: Sendable {
    /// Seconds that a step may take while processes are killed around it.
    static let patienceSeconds = 120.0
    /// How long ago the outage began that an incident is declared for, and how long it lasted, in seconds.
    static let recentSeconds: Int64 = 900
    static let recentDuration: Int64 = 300

    let plot: WalkPlot
    let stack: StackHarness
    /// Counts what it asks for.
    let steps: WalkSteps
    let id: TenantID
    let customer: String
    let service: String
    let admin: String
    let ingest: String
    let member: String
    let agent: String
    let approver: String
    /// What the tenant's mails go to, and the path of its webhooks.
    let key: String

    var mailbox: String { "ops@\(key).example" }

    /// Makes the tenant with everything that the walk needs, in peace.
    init(_ plot: WalkPlot, on stack: StackHarness, key: String, hooks: String, _ steps: WalkSteps) async throws {
        self.steps = steps
        self.plot = plot
        self.stack = stack
        self.key = key
        let tenant = try await Self.make(
            stack, "/v1/tenants", key: try stack.secret("operator-key"),
            #"{"key":"\#(key)","name":"\#(plot.demo)","time_zone":"Etc/UTC"}"#)
        id = try require(tenant["id"]?.text.flatMap { TenantID($0) }, "the tenant's id")
        let admin = try require(tenant["api_key", "secret"]?.text, "the admin's key")
        self.admin = admin
        func made(_ path: String, _ json: String) async throws -> Answer { try await Self.make(stack, path, key: admin, json) }
        func role(_ role: String, _ customer: String? = nil) async throws -> String {
            let of = customer.map { "\"\($0)\"" } ?? "null"
            let key = try await made("/v1/api-keys", #"{"name":"\#(role)","roles":["\#(role)"],"customer":\#(of)}"#)
            return try require(key["secret"]?.text, "a key")
        }
        var services: [String: String] = [:]
        for definition in try plot.services() {
            let service = try await made("/v1/services", definition)
            services[service["key"]?.text ?? ""] = service["id"]?.text
        }
        service = try require(services[plot.service], "the service")
        let agreement = try await Self.publish(plot, on: stack, key: admin)
        customer = try require(try await made("/v1/customers", #"{"key":"acme","name":"Acme"}"#)["id"]?.text, "the customer")
        _ = try await made(
            "/v1/customers/\(customer)/members", #"{"name":"Ayesha","email":"ops@\#(key).example","role":"owner"}"#)
        let fees = plot.fees.map { #""\#($0.key)":{"amount_minor":\#($0.value),"currency":"\#(plot.currency)"}"# }
        _ = try await made(
            "/v1/subscriptions",
            #"{"customer":"\#(customer)","service":"\#(service)","agreement":"\#(agreement)","plan":"\#(plot.plan)","currency":"\#(plot.currency)","fees":{\#(fees.joined(separator: ","))},"from":"2026-01-01T00:00:00Z"}"#
        )
        let types = #"["pledge.availability.outage.*","pledge.ticketing.*","pledge.claims.*"]"#
        _ = try await made("/v1/webhooks", #"{"url":"\#(hooks)/\#(key)","types":\#(types)}"#)
        ingest = try await role("ingest")
        member = try await role("member", customer)
        agent = try await role("agent")
        approver = try await role("approver")
        try await isKnown()
    }

    /// Waits until every service has heard of all that: the contract came last.
    private func isKnown() async throws {
        for service in ["ticketing", "claims", "notifications"] {
            let database = try await StackDatabase(stack, service: service).connect()
            _ = try await eventually("\(key) in \(service)") {
                let found = try await database.run("select count(*) from known_subscriptions where tenant_id = '\(id.uuid)'")
                return found == [["1"]] ? true : nil
            }
        }
        for path in ["outages", "statements"] {
            _ = try await eventually("\(key) in availability") {
                try await stack.send(.GET, "/v1/\(path)?service=\(plot.service)", key: member).status == 200 ? true : nil
            }
        }
    }

    private static func publish(_ plot: WalkPlot, on stack: StackHarness, key: String) async throws -> String {
        // The story is months old, and its claims are to be in time all the same.
        let text = try String(contentsOf: SourceTree.url("deploy/demo/agreements/\(plot.demo).yaml"), encoding: .utf8)
            .replacing(/deadline: \{days: (30|7), from: last_outage_end/, with: "deadline: {days: 3650, from: last_outage_end")
        let agreement = try await make(stack, "/v1/agreements", key: key, #"{"key":"\#(plot.demo)-sla","title":"SLA"}"#)
        let id = try require(agreement["id"]?.text, "the agreement's id")
        let version = try await stack.send(
            .POST, "/v1/agreements/\(id)/versions", key: key, body: Data(text.utf8),
            headers: ["content-type": "application/yaml"])
        guard version.status == 201 else { throw NeverCame(description: "version: \(version.text)") }
        _ = try await make(
            stack, "/v1/agreements/\(id)/versions/1/publication", key: key, #"{"effective_from":"\#(plot.measuredFrom)"}"#)
        return id
    }

    private static func make(_ stack: StackHarness, _ path: String, key: String, _ json: String) async throws -> Answer {
        let answer = try await stack.send(.POST, path, key: key, json: json)
        guard 200..<300 ~= answer.status else { throw NeverCame(description: "POST \(path): \(answer.status) \(answer.text)") }
        return answer
    }

    // MARK: asking until there is an answer

    /// Reads something as somebody until it is as expected.
    func sees<Value>(_ what: String, _ path: String, as key: String, _ read: (Answer) -> Value?) async throws -> Value {
        try await eventually("\(what) of \(self.key)", within: Self.patienceSeconds) {
            guard let answer = try await attempt(.GET, path, as: key, nil, [:]) else { return nil }
            guard answer.status == 200 else { throw NeverCame(description: "GET \(path): \(answer.status) \(answer.text)") }
            return read(answer)
        }
    }

    /// Asks for something as somebody: the same request with the same `Idempotency-Key` until it is answered.
    ///
    /// - Parameter early: a status that says that one of the services has not heard of something yet.
    @discardableResult
    func ask(_ path: String, as key: String, _ json: String, early: Int? = nil) async throws -> Answer {
        let headers = ["idempotency-key": "\"\(UUID().uuidString)\""]
        return try await eventually("an answer to POST \(path)", within: Self.patienceSeconds) {
            guard let answer = try await attempt(.POST, path, as: key, json, headers) else { return nil }
            if answer.status == early { return nil }
            guard 200..<300 ~= answer.status else {
                throw NeverCame(description: "POST \(path): \(answer.status) \(answer.text)")
            }
            return answer
        }
    }

    /// One attempt; nil where nothing is known of its outcome, or a process is away. No other answer is right then.
    func attempt(_ method: HTTPMethod, _ path: String, as key: String, _ json: String?, _ headers: [String: String]) async throws
        -> Answer?
    {
        steps.step()
        guard let answer = try? await stack.send(method, path, key: key, json: json, headers: headers) else { return nil }
        // The attempt before may still be worked on whose answer the gateway took with it.
        let isInFlight = answer.status == 409 && answer.text.contains("/idempotency-in-flight")
        return isInFlight || [429, 500, 502, 503, 504].contains(answer.status) ? nil : answer
    }
}
