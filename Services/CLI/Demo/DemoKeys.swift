import Contracts

/// The API keys that the demo makes for its tenant, and the files that keep them.
struct DemoKeys: Sendable {
    /// The key's name in the API and on the screen.
    let name: String
    /// What it may do.
    let role: Role
    /// Its file among the secrets.
    var file: String { "demo-\(name)-key" }

    /// One for every role in the tenant.
    static let all = [
        DemoKeys(name: "admin", role: .admin), DemoKeys(name: "agent", role: .agent), DemoKeys(name: "approver", role: .approver),
        DemoKeys(name: "ingest", role: .ingest), DemoKeys(name: "owner", role: .owner), DemoKeys(name: "member", role: .member),
    ]
}
