import Contracts
import Hosting

/// A database and three roles a service; no service's roles may connect to another's database.
struct DatabaseSetup: Sendable {
    /// The roles of a service.
    struct Roles: Sendable {
        let owner: String
        let app: String
        let worker: String
        var all: [String] { [owner, app, worker] }

        init(_ service: ServiceName) {
            app = "pledge_\(service.rawValue)"
            owner = "\(app)_owner"
            worker = "\(app)_worker"
        }
    }

    /// The services that have a database: all but the gateway.
    static let services = ServiceName.allCases.filter { $0 != .gateway }

    /// The database of a service.
    static func database(_ service: ServiceName) -> String { "pledge_\(service.rawValue)" }

    let cluster: PostgresCluster
    let secrets: Secrets

    /// Makes what is missing, and sets the passwords to those of the secrets. May run any number of times.
    func run() async throws {
        let admin = try await AdminConnection.connect(cluster.adminParameters())
        try await admin.run("revoke connect on database postgres, template1 from public")
        for service in Self.services { try await set(up: service, admin: admin) }
    }

    /// Names and passwords come from this program alone: letters, digits, `_` and `-`.
    private func set(up service: ServiceName, admin: AdminConnection) async throws {
        let roles = Roles(service)
        let database = Self.database(service)
        for role in roles.all {
            let exists = try await !admin.run("select 1 from pg_roles where rolname = '\(role)'").isEmpty
            try await admin.run(
                """
                \(exists ? "alter" : "create") role \(role) login nosuperuser nocreatedb nocreaterole noinherit nobypassrls
                password '\(try secrets.secret("postgres-\(role)"))'
                """)
        }
        if try await admin.run("select 1 from pg_database where datname = '\(database)'").isEmpty {
            try await admin.run("create database \(database) owner \(roles.owner)")
        }
        try await admin.run("revoke all on database \(database) from public")
        try await admin.run("grant connect on database \(database) to \(roles.app), \(roles.worker)")
        let inside = try await AdminConnection.connect(cluster.adminParameters(database: database))
        try await inside.run(
            """
            alter schema public owner to \(roles.owner);
            revoke create on schema public from public;
            grant usage on schema public to \(roles.app), \(roles.worker)
            """)
    }
}
