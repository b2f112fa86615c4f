import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// A tenant with its keys, made as anybody would make it: through the public API.
struct Provider: Sendable {
    let installation: Installation
    let tenant: TenantID
    let admin: String

    /// Makes a tenant.
    static func make(_ name: String = "tenant", in other: Installation? = nil) async throws -> Provider {
        var installation = other
        if installation == nil { installation = try await Installation.shared }
        guard let installation else { throw SupportError("there is no installation") }
        let key = "\(name)-\(UUID().uuidString.prefix(8).lowercased())"
        let answer = try await installation.send(
            .POST, "/v1/tenants", key: installation.operatorKey,
            json: #"{"key":"\#(key)","name":"\#(name)","time_zone":"Asia/Karachi"}"#)
        try #require(answer.status == 201, "\(answer.text)")
        return Provider(
            installation: installation, tenant: try #require(answer["id"]?.text.flatMap { TenantID($0) }),
            admin: try #require(answer["api_key", "secret"]?.text))
    }

    /// A new key with roles.
    func key(_ roles: Role..., customer: String? = nil) async throws -> String {
        let list = roles.map { "\"\($0.rawValue)\"" }.joined(separator: ",")
        let of = customer.map { "\"\($0)\"" } ?? "null"
        let answer = try await make("/v1/api-keys", #"{"name":"key","roles":[\#(list)],"customer":\#(of)}"#)
        return try #require(answer["secret"]?.text)
    }

    /// Makes something as the admin.
    @discardableResult
    func make(_ path: String, _ json: String) async throws -> Answer {
        let answer = try await installation.send(.POST, path, key: admin, json: json)
        try #require(answer.status == 201, "\(path): \(answer.text)")
        return answer
    }

    /// Makes something, and gives its id.
    func id(_ path: String, _ json: String) async throws -> String {
        try #require(try await make(path, json)["id"]?.text)
    }

    /// Reads something as the admin.
    func read(_ path: String) async throws -> Answer {
        let answer = try await installation.send(.GET, path, key: admin)
        try #require(answer.status == 200, "\(path): \(answer.text)")
        return answer
    }

    /// The service that Zecto's agreement is about, its components declared.
    func defineZectoService() async throws -> String {
        let components = ["api", "sms", "voice", "whatsapp", "email"]
        let parts = components.map { #"{"key":"\#($0)","source":{"kind":"declared"}}"# }.joined(separator: ",")
        let tree = components.map { #"{"component":"\#($0)"}"# }.joined(separator: ",")
        return try await id("/v1/services", #"{"key":"cpaas","name":"CPaaS","components":[\#(parts)],"tree":{"all":[\#(tree)]}}"#)
    }

    /// A published agreement from one of the files of the demonstration.
    func publish(_ file: String, replacing: [(String, String)] = []) async throws -> String {
        var text = try String(contentsOf: SourceTree.url("deploy/demo/agreements/\(file)"), encoding: .utf8)
        for (part, other) in replacing { text = text.replacing(part, with: other) }
        let key = try #require(text.split(separator: "\n").first { $0.hasPrefix("key: ") }).dropFirst(5)
        let agreement = try await id("/v1/agreements", #"{"key":"\#(key)","title":"\#(key)"}"#)
        let version = try await installation.send(
            .POST, "/v1/agreements/\(agreement)/versions", key: admin, body: Data(text.utf8),
            headers: ["content-type": "application/yaml"])
        try #require(version.status == 201, "\(version.text)")
        try await make("/v1/agreements/\(agreement)/versions/1/publication", #"{"effective_from":"2025-11-16T19:00:00Z"}"#)
        return agreement
    }

    /// Declares outages.
    func declare(_ service: String, _ component: String, _ outages: [(String, String)]) async throws {
        let items = outages.enumerated().map { index, outage in
            #"{"kind":"outage","id":"\#(component)-\#(index)-\#(outage.0)","service":"\#(service)","component":"\#(component)","from":"\#(outage.0)","to":"\#(outage.1)"}"#
        }
        try await measure(items)
    }

    /// Records measurements as the machine that brings them.
    func measure(_ items: [String]) async throws {
        let machine = try await key(.ingest)
        let batch = #"{"measurements":[\#(items.joined(separator: ","))]}"#
        // A definition reaches the service that measures by an event, which takes a moment.
        _ = try await eventually("the measurements being known", within: 30) {
            let answer = try await installation.send(.POST, "/v1/measurements", key: machine, json: batch)
            try #require(answer.status == 202, "\(answer.text)")
            return answer["accepted"]?.integer == Int64(items.count) ? true : nil
        }
    }

    /// Announces maintenance, as announced in the past.
    func maintain(_ service: String, kind: String, from: String, to: String, announced: String) async throws {
        try await make(
            "/v1/maintenance",
            #"{"service":"\#(service)","kind":"\#(kind)","from":"\#(from)","to":"\#(to)","title":"Works","announced_at":"\#(announced)","proof":"mail 17"}"#
        )
    }

    /// The one statement of a service for the windows of a month, once it counts so many seconds as down: a measurement that
    /// comes after its window restates, which takes a moment.
    func statement(
        _ service: String, commitment: String? = nil, month: String, countedDown: Int64
    ) async throws -> Answer {
        let narrowed = commitment.map { "&commitment=\($0)" } ?? ""
        var last: Answer?
        do {
            return try await eventually("\(countedDown) s in the statement of \(service) for \(month)", within: 30) {
                let answer = try await read("/v1/statements?service=\(service)&month=\(month)\(narrowed)")
                last = answer
                guard answer["data"]?.items?.count == 1 else { return nil }
                return answer["data", "0", "seconds", "counted_down"]?.integer == countedDown ? answer : nil
            }
        } catch {
            // What there is instead, for whoever has to find out why.
            let outages = try await read("/v1/outages?scope=component")
            let intake = try await read("/v1/measurements")
            Issue.record("tenant \(tenant): \(last?.text ?? "") \(outages.text) \(intake.text)")
            throw error
        }
    }
}
