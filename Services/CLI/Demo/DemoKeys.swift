import Contracts
import Hosting

/// The API keys of one of the demo's tenants: one for every role, made when it is first needed, each remembered under its name.
struct DemoKeys: Sendable {
    /// The roles of which a tenant has keys.
    static let roles: [Role] = [.admin, .agent, .approver, .ingest, .owner, .member]

    /// The tenant's key: "zecto".
    let tenant: String
    /// The gateway.
    let base: String
    let memory: DemoMemory

    /// Under what name a key is remembered: Zecto, whose keys are printed, has the short ones.
    static func name(of role: Role, in tenant: String) -> String {
        tenant == "zecto" ? "demo-\(role.rawValue)-key" : "demo-\(tenant)-\(role.rawValue)-key"
    }

    /// A client with the tenant's key for a role.
    ///
    /// - Parameter customer: whose owner's or member's key it is.
    func client(_ role: Role, of customer: String?) async throws -> APIClient {
        let name = Self.name(of: role, in: tenant)
        if let known = memory.key(name) { return APIClient(base: base, key: known) }
        guard let admin = memory.key(Self.name(of: .admin, in: tenant)) else {
            throw HostingError(.notReady, "There is no key of \(tenant)'s admin.")
        }
        let owner = role == .owner || role == .member ? "\"\(customer ?? "")\"" : "null"
        let made = try await APIClient(base: base, key: admin).post(
            "/v1/api-keys", #"{"name":"demo \#(role.rawValue)","roles":["\#(role.rawValue)"],"customer":\#(owner)}"#,
            idempotencyKey: "demo-key-\(role.rawValue)")
        return try keep(made.text(at: "secret"), as: name)
    }

    /// Makes the tenant, whose first key is its admin's; a client with it.
    ///
    /// A repeat with the same idempotency key gets the first answer again, secret included, should it not have been written down.
    func makeTenant(_ body: String, operatorKey: @autoclosure () throws -> String) async throws -> APIClient {
        let name = Self.name(of: .admin, in: tenant)
        if let known = memory.key(name) { return APIClient(base: base, key: known) }
        let made = try await APIClient(base: base, key: operatorKey()).post(
            "/v1/tenants", body, idempotencyKey: "demo-tenant-\(tenant)")
        return try keep(made.text(at: "api_key.secret"), as: name)
    }

    private func keep(_ secret: String?, as name: String) throws -> APIClient {
        guard let secret else { throw HostingError(.statement, "A key was made, and the answer does not hold it.") }
        try memory.keep(secret, as: name)
        return APIClient(base: base, key: secret)
    }
}
