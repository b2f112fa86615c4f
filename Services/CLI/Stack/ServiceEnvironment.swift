import Contracts
import Foundation
import Hosting

/// The environment of each service: where its dependencies are, and which files hold its secrets.
struct ServiceEnvironment: Sendable {
    let layout: StackLayout
    let secrets: Secrets
    /// Whether the demo's web server is there, which takes the demo's webhooks.
    let demo: Bool

    /// What this process's environment passes on: nothing of it decides how a service works.
    private static let inherited = ["PATH", "HOME", "LANG", "TZ", "TMPDIR"]
    /// What a user may tune for every service of a local stack.
    private static let tunable = ["PLEDGE_LOG_LEVEL"]
    /// What a user may tune for the gateway: load tests ask more of it than one key is otherwise allowed.
    private static let tunableAtGateway = ["PLEDGE_RATE_LIMIT_KEY", "PLEDGE_RATE_LIMIT_TENANT", "PLEDGE_RATE_LIMIT_ADDRESS"]
    /// And for notifications: a mail server, and networks of one's own that webhooks may go to.
    private static let tunableAtNotifications = [
        "PLEDGE_SMTP_URL", "PLEDGE_SMTP_SENDER", "PLEDGE_SMTP_USER", "PLEDGE_SMTP_PASSWORD_FILE", "PLEDGE_SMTP_ENCRYPTION",
        "PLEDGE_WEBHOOK_NETWORKS",
    ]
    /// This machine and nothing else: where the demo's web server listens.
    private static let demoNetwork = "127.0.0.1/32"

    /// The variables of one service. Secrets are named by file, so that no process list shows them.
    func variables(_ service: ServiceName) -> [String: String] {
        var variables = ProcessInfo.processInfo.environment.filter { Self.inherited.contains($0.key) }
        variables["PLEDGE_HTTP_HOST"] = "127.0.0.1"
        variables["PLEDGE_HTTP_PORT"] = String(layout.ports.service(service))
        variables["PLEDGE_REDIS_HOST"] = "127.0.0.1"
        variables["PLEDGE_REDIS_PORT"] = String(layout.ports.redis)
        variables["PLEDGE_REDIS_PASSWORD_FILE"] = secrets.file("redis")
        variables["PLEDGE_JWKS_FILE"] = secrets.file("jwks.json")
        variables["PLEDGE_INTERNAL_TOKEN_FILE"] = secrets.file("internal-token")
        variables["PLEDGE_SERVICES"] = ServiceName.allCases
            .map { "\($0.rawValue)=http://127.0.0.1:\(layout.ports.service($0))" }.joined(separator: ",")
        if service == .gateway {
            variables["PLEDGE_OPS_PORT"] = String(layout.ports.gatewayOps)
        } else {
            variables.merge(database(service)) { _, new in new }
        }
        if service == .agreements {
            variables["PLEDGE_JWT_SIGNING_KEY_FILE"] = secrets.file("jwt-signing-keys.json")
            variables["PLEDGE_BOOTSTRAP_OPERATOR_KEY_FILE"] = secrets.file("operator-key")
        }
        if service == .availability { variables["PLEDGE_CHAIN_KEY_FILE"] = secrets.file(Secrets.chainKeys) }
        if service == .notifications, demo { variables["PLEDGE_WEBHOOK_NETWORKS"] = Self.demoNetwork }
        let more =
            switch service {
            case .gateway: Self.tunableAtGateway
            case .notifications: Self.tunableAtNotifications
            default: [String]()
            }
        let tuned = Self.tunable + more
        return variables.merging(ProcessInfo.processInfo.environment.filter { tuned.contains($0.key) }) { _, new in new }
    }

    private func database(_ service: ServiceName) -> [String: String] {
        let roles = DatabaseSetup.Roles(service)
        return [
            "PLEDGE_POSTGRES_HOST": layout.postgresSocket,
            "PLEDGE_POSTGRES_PORT": String(layout.ports.postgres),
            "PLEDGE_POSTGRES_DATABASE": DatabaseSetup.database(service),
            "PLEDGE_POSTGRES_USER": roles.app,
            "PLEDGE_POSTGRES_PASSWORD_FILE": secrets.file("postgres-\(roles.app)"),
            "PLEDGE_POSTGRES_WORKER_USER": roles.worker,
            "PLEDGE_POSTGRES_WORKER_PASSWORD_FILE": secrets.file("postgres-\(roles.worker)"),
            "PLEDGE_POSTGRES_OWNER_USER": roles.owner,
            "PLEDGE_POSTGRES_OWNER_PASSWORD_FILE": secrets.file("postgres-\(roles.owner)"),
        ]
    }
}
