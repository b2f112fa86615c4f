import Foundation
import Hosting

/// A database of a test's own, cloned from a template that has a set of migrations applied once.
public struct TestDatabase: Sendable {
    /// A login of the database.
    public struct Login: Sendable {
        /// The role.
        public let user: String
        /// Its password.
        public let password: String
    }

    /// The database's name.
    public let name: String
    /// The server that it is on.
    public let server: PostgresServer
    /// The role that owns the tables and runs migrations.
    public let owner: Login
    /// The role that requests run as: owns nothing, cannot bypass row level security.
    public let app: Login
    /// The role of relay, folding and deadlines: across tenants only where a policy says so.
    public let worker: Login

    /// Makes a database for a service's roles.
    ///
    /// - Parameters:
    ///   - service: whose roles: `pledge_<service>_owner`, `pledge_<service>`, `pledge_<service>_worker`.
    ///   - migrations: folders of numbered SQL files, applied in the order of the folders, then of the names, with `${app}` and
    ///     `${worker}` replaced by the roles; applied once for all databases with the same files.
    public static func make(service: String = "test", migrations: [URL] = []) async throws -> TestDatabase {
        try await Admission.shared.inTurn { try await clone(service, migrations) }
    }

    private static func clone(_ service: String, _ migrations: [URL]) async throws -> TestDatabase {
        let server = try await TestServers.postgres()
        let template = try await TemplateDatabase(server: server, service: service, folders: migrations).name()
        let admin = try await server.admin()
        try await Admission.room(on: admin)
        let name = "test_\(ProcessInfo.processInfo.processIdentifier)_\(UUID().uuidString.prefix(8).lowercased())"
        try await admin.run("create database \"\(name)\" template \"\(template)\" owner pledge_\(service)_owner strategy wal_log")
        return TestDatabase(name: name, server: server, service: service)
    }

    /// Makes a database, hands it to `body`, and drops it however `body` ends.
    public static func with<Result>(
        service: String = "test", migrations: [URL] = [], _ body: (TestDatabase) async throws -> Result
    ) async throws -> Result {
        let database = try await make(service: service, migrations: migrations)
        do {
            let result = try await body(database)
            try await database.drop()
            return result
        } catch {
            try? await database.drop()
            throw error
        }
    }

    /// Drops it, whoever is connected. What a test forgets is dropped with the server, or by the next session.
    public func drop() async throws {
        try await server.admin().run("drop database if exists \"\(name)\" with (force)")
    }

    /// A superuser's connection to it, which sees every tenant's rows.
    public func admin() async throws -> AdminConnection { try await server.admin(database: name) }

    init(name: String, server: PostgresServer, service: String) {
        self.name = name
        self.server = server
        owner = Login(user: "pledge_\(service)_owner", password: TemplateDatabase.rolePassword)
        app = Login(user: "pledge_\(service)", password: TemplateDatabase.rolePassword)
        worker = Login(user: "pledge_\(service)_worker", password: TemplateDatabase.rolePassword)
    }
}
