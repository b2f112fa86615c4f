import Contracts
import Foundation
import Hosting
import Terms

/// Another tenant of the demo, from its folder: what `deploy/demo/<name>/tenant.json` says, as the API takes it, under the
/// agreement of the same name. Its components are declared, so its past is a few outages.
struct DemoTenant: Sendable {
    private struct Named: Codable {
        var id: String
    }
    private struct Tenant: Decodable {
        var apiKey: Key
    }
    private struct Key: Decodable {
        var secret: String
    }
    private struct Version: Decodable {
        var version: Int
        var state: String
    }
    private struct Outcome: Decodable {
        var unknown: Int
        var rejectedCount: Int
    }

    /// Seconds until a service's definition has certainly come to where it is measured.
    private static let triesMaximum = 30

    /// The tenants beside Zecto.
    static let names = ["zadarma", "infopromo", "connect-engage"]

    let name: String
    let place: DemoPlace

    private var base: String { place.base }
    private var secrets: Secrets { place.secrets }
    /// Where the admin's key is kept.
    private var keyFile: String { "demo-\(name)-admin-key" }

    /// Makes what is not there yet; looking first makes loading again harmless.
    func load(endingAt now: Int64) async throws {
        let folder = URL(filePath: "\(place.home)/deploy/demo")
        let data = try Node(json: Data(contentsOf: folder.appending(path: "\(name)/tenant.json")))
        let admin = APIClient(base: base, key: try await adminKey(data))
        var ids: [String: String] = [:]
        for service in data.list("services") {
            let key = service.word("key")
            ids[key] = try await findOrMake(admin, "/v1/services", "?key=\(key)", service.json).id
        }
        let document = try Data(contentsOf: folder.appending(path: "agreements/\(name).yaml"))
        let agreement = try await publish(admin, data, document)
        let customerKey = data.member("customer").word("key")
        let customer = try await findOrMake(admin, "/v1/customers", "?key=\(customerKey)", data.member("customer").json)
        for subscription in data.list("subscriptions") {
            guard let service = ids[subscription.word("service")] else { continue }
            let body = """
                {"customer":"\(customer.id)","service":"\(service)","agreement":"\(agreement.id)","agreement_version":1,
                 "plan":"\(subscription.word("plan"))","currency":"\(subscription.word("currency"))",
                 "from":"\(data.word("effective_from"))","billing_anchor_day":1,"fees":\(subscription.member("fees").json)}
                """
            _ = try await findOrMake(admin, "/v1/subscriptions", "?customer=\(customer.id)&service=\(service)", body)
        }
        try await sendOutages(admin, data, endingAt: now)
    }

    private func adminKey(_ data: Node) async throws -> String {
        if let known = try? String(contentsOfFile: secrets.file(keyFile), encoding: .utf8) { return known }
        let platform = APIClient(base: base, key: try secrets.operatorKey())
        let body = Data(data.member("tenant").json.utf8)
        let tenant = try await platform.post("/v1/tenants", body, idempotencyKey: "demo-tenant-\(name)", as: Tenant.self)
        try secrets.write(tenant.apiKey.secret, to: keyFile)
        return tenant.apiKey.secret
    }

    private func ingestKey(_ admin: APIClient) async throws -> String {
        let file = "demo-\(name)-ingest-key"
        if let known = try? String(contentsOfFile: secrets.file(file), encoding: .utf8) { return known }
        let body = Data("{\"name\":\"demo ingest\",\"roles\":[\"ingest\"],\"customer\":null}".utf8)
        let made = try await admin.post("/v1/api-keys", body, idempotencyKey: "demo-key-ingest", as: Key.self)
        try secrets.write(made.secret, to: file)
        return made.secret
    }

    private func publish(_ admin: APIClient, _ data: Node, _ document: Data) async throws -> Named {
        let key = data.member("agreement").word("key")
        let agreement = try await findOrMake(admin, "/v1/agreements", "?key=\(key)", data.member("agreement").json)
        let versions = "/v1/agreements/\(agreement.id)/versions"
        var version = try await admin.get(versions, as: APIClient.Page<Version>.self).data.first { $0.version == 1 }
        if version == nil { version = try await admin.post(versions, document, type: "application/yaml", as: Version.self) }
        if version?.state == "draft" {
            let publication = Data("{\"effective_from\":\"\(data.word("effective_from"))\"}".utf8)
            _ = try await admin.post("\(versions)/1/publication", publication, as: Version.self)
        }
        return agreement
    }

    /// The same outages of last month and this one whenever it is asked: a repeat is known by its ids, and has no effect.
    private func sendOutages(_ admin: APIClient, _ data: Node, endingAt now: Int64) async throws {
        let ingest = APIClient(base: base, key: try await ingestKey(admin))
        for (index, part) in data.list("outages").enumerated() {
            let generator = TelemetryGenerator(interval: try DemoTelemetry.interval(endingAt: now), seed: UInt64(index) + 7)
            let items = generator.outages["api", default: []].filter { $0.to <= now }.map { outage in
                """
                {"kind":"outage","id":"demo-\(outage.from)","service":"\(part.word("service"))",
                 "component":"\(part.word("component"))","from":"\(Instant(epochSeconds: outage.from))",
                 "to":"\(Instant(epochSeconds: outage.to))"}
                """
            }
            guard !items.isEmpty else { continue }
            let body = Data("{\"measurements\":[\(items.joined(separator: ","))]}".utf8)
            try await send(body, ingest)
        }
    }

    /// Sends outages until their services are known where they are measured, which takes a moment.
    private func send(_ body: Data, _ ingest: APIClient) async throws {
        for _ in 0..<Self.triesMaximum {
            let outcome = try await ingest.post("/v1/measurements", body, as: Outcome.self)
            if outcome.unknown == 0, outcome.rejectedCount == 0 { return }
            try await Task.sleep(for: .seconds(1))
        }
        throw HostingError(.statement, "The outages of \(name) were refused.")
    }

    private func findOrMake(_ client: APIClient, _ path: String, _ filter: String, _ body: String) async throws -> Named {
        if let known = try await client.get(path + filter, as: APIClient.Page<Named>.self).data.first { return known }
        return try await client.post(path, Data(body.utf8), as: Named.self)
    }
}

extension Node {
    fileprivate func member(_ key: String) -> Node { self[key] ?? Node(.map([])) }

    fileprivate func word(_ key: String) -> String {
        if case .string(let text) = self[key]?.value { text } else { "" }
    }

    fileprivate func list(_ key: String) -> [Node] {
        if case .list(let nodes) = self[key]?.value { nodes } else { [] }
    }
}
