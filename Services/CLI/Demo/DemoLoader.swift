import Contracts
import Foundation
import Hosting

/// Fills a fresh stack with the demo, through the public API alone: a tenant with Zecto's agreement, a service, a customer, a key for
/// every role, and the measurements of the time before now. Then the tenants with the other three agreements.
///
/// Every step looks first whether it has been done, so that loading again changes nothing, wherever an earlier try ended.
struct DemoLoader: Sendable {
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

    /// The agreement is in force from the day on which Zecto published it: 17 November 2025 in Karachi.
    private static let effectiveFrom = "2025-11-16T19:00:00Z"
    private static let agreementFile = "deploy/demo/agreements/zecto.yaml"
    private static let serviceFile = "deploy/demo/service.json"

    let place: DemoPlace
    let reporter: Reporter

    private var base: String { place.base }
    private var secrets: Secrets { place.secrets }

    /// Loads what is not there yet.
    func load() async throws {
        let admin = APIClient(base: base, key: try await adminKey())
        let service = try await findOrMake(admin, "/v1/services", "?key=cpaas", try serviceDefinition())
        let agreement = try await publishAgreement(admin)
        let customer = try await makeCustomer(admin, service: service, agreement: agreement)
        try await makeKeys(admin, customer: customer)
        let telemetry = DemoTelemetry(
            client: APIClient(base: base, key: try secret(of: "ingest")), marker: place.marker)
        if let samples = try await telemetry.load() { reporter.step("\(samples) measurements of the demo's past are stored") }
        for name in DemoTenant.names {
            let tenant = DemoTenant(name: name, place: place)
            try await tenant.load(endingAt: Int64(Date().timeIntervalSince1970))
        }
        reporter.step("the demo is loaded: four tenants, each with its agreement")
    }

    /// The key of the tenant's admin; the tenant is made when there is none.
    private func adminKey() async throws -> String {
        if let known = try? secret(of: "admin") { return known }
        let platform = APIClient(base: base, key: try secrets.operatorKey())
        // A repeat with the same key gets the first answer again, secret included, should the file not have been written.
        let zecto = Data(#"{"key":"zecto","name":"Zecto","time_zone":"Asia/Karachi","status_page":"everybody"}"#.utf8)
        let tenant = try await platform.post("/v1/tenants", zecto, idempotencyKey: "demo-tenant", as: Tenant.self)
        try secrets.write(tenant.apiKey.secret, to: "demo-admin-key")
        return tenant.apiKey.secret
    }

    private func publishAgreement(_ admin: APIClient) async throws -> Named {
        let title = Data(#"{"key":"zecto-sla","title":"Zecto Service Level Agreement"}"#.utf8)
        let agreement = try await findOrMake(admin, "/v1/agreements", "?key=zecto-sla", title)
        let versions = "/v1/agreements/\(agreement.id)/versions"
        var version = try await admin.get(versions, as: APIClient.Page<Version>.self).data.first { $0.version == 1 }
        if version == nil {
            let document = try Data(contentsOf: URL(filePath: "\(place.home)/\(Self.agreementFile)"))
            version = try await admin.post(versions, document, type: "application/yaml", as: Version.self)
        }
        if let version, version.state == "draft" {
            let publication = Data("{\"effective_from\":\"\(Self.effectiveFrom)\"}".utf8)
            _ = try await admin.post("\(versions)/\(version.version)/publication", publication, as: Version.self)
        }
        return agreement
    }

    private func makeCustomer(_ admin: APIClient, service: Named, agreement: Named) async throws -> Named {
        let acme = Data(#"{"key":"acme","name":"Acme Traders","time_zone":"Asia/Karachi"}"#.utf8)
        let customer = try await findOrMake(admin, "/v1/customers", "?key=acme", acme)
        let subscription = """
            {"customer":"\(customer.id)","service":"\(service.id)","agreement":"\(agreement.id)","agreement_version":1,
             "plan":"standard","currency":"PKR","from":"\(Self.effectiveFrom)","billing_anchor_day":1,
             "fees":{"platform":{"amount_minor":10000000,"currency":"PKR"},"usage":{"amount_minor":90000000,"currency":"PKR"}}}
            """
        _ = try await findOrMake(admin, "/v1/subscriptions", "?customer=\(customer.id)", Data(subscription.utf8))
        return customer
    }

    private func makeKeys(_ admin: APIClient, customer: Named) async throws {
        for key in DemoKeys.all where (try? secret(of: key.name)) == nil {
            let owner = key.role == .owner || key.role == .member ? "\"\(customer.id)\"" : "null"
            let body = Data("{\"name\":\"demo \(key.name)\",\"roles\":[\"\(key.role.rawValue)\"],\"customer\":\(owner)}".utf8)
            let made = try await admin.post("/v1/api-keys", body, idempotencyKey: "demo-key-\(key.name)", as: Key.self)
            try secrets.write(made.secret, to: key.file)
        }
    }

    private func secret(of name: String) throws -> String {
        try String(contentsOfFile: secrets.file("demo-\(name)-key"), encoding: .utf8)
    }

    private func serviceDefinition() throws -> Data {
        let template = try String(contentsOfFile: "\(place.home)/\(Self.serviceFile)", encoding: .utf8)
        return Data(template.replacing("${target}", with: place.target).utf8)
    }

    /// The first of a list that `filter` narrows down; made from `body` when there is none.
    private func findOrMake(_ client: APIClient, _ path: String, _ filter: String, _ body: Data) async throws -> Named {
        if let known = try await client.get(path + filter, as: APIClient.Page<Named>.self).data.first { return known }
        return try await client.post(path, body, as: Named.self)
    }
}
