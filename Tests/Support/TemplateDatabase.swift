import Chassis
import Crypto
import EventLoop
import Foundation
import Hosting
import Logging
import Postgres

/// The template of a set of migrations: made once for a server, cloned for every test.
struct TemplateDatabase {
    static let rolePassword = "pledge-tests"
    /// Keeps two programs from making roles or the same template at once; any constant that nobody else uses.
    private static let advisoryLock = 7_300_001

    let server: PostgresServer
    let service: String
    let folders: [URL]

    /// The template's name; its migrations are applied when it returns.
    ///
    /// Looked for once a process: each look waits in the server for the lock, and keeps a thread while it does. Hundreds of tests
    /// that begin at once would leave none for the one that makes the template.
    func name() async throws -> String {
        let folders = folders.map(\.path).joined(separator: " ")
        return try await Self.made.value(of: "\(server.host):\(server.port) \(service) \(folders)") { try await find() }
    }

    private static let made = Once()

    /// Values that are worked out once, however many ask.
    private actor Once {
        private var tasks: [String: Task<String, any Error>] = [:]

        func value(of key: String, _ find: @escaping @Sendable () async throws -> String) async throws -> String {
            let task = tasks[key] ?? Task { try await find() }
            tasks[key] = task
            return try await task.value
        }
    }

    private func find() async throws -> String {
        // A folder is named `Migrations`; the module's name is its parent's.
        let steps = try folders.flatMap { folder in
            try Migration.load(module: folder.deletingLastPathComponent().lastPathComponent.lowercased(), folder: folder)
        }
        let name = "template_\(service)_\(Self.checksum(steps))"
        let admin = try await server.admin()
        try await admin.run("select pg_advisory_lock(\(Self.advisoryLock))")
        if try await admin.run("select 1 from pg_database where datname = '\(name)' and datistemplate").isEmpty {
            try await make(name, steps: steps, admin: admin)
        }
        // Closing the connection lets go of the lock also when something above throws.
        try await admin.run("select pg_advisory_unlock(\(Self.advisoryLock))")
        return name
    }

    private func make(_ name: String, steps: [Migration], admin: AdminConnection) async throws {
        for role in ["pledge_\(service)_owner", "pledge_\(service)", "pledge_\(service)_worker"]
        where try await admin.run("select 1 from pg_roles where rolname = '\(role)'").isEmpty {
            try await admin.run("create role \"\(role)\" login nosuperuser nobypassrls password '\(Self.rolePassword)'")
        }
        try await admin.run("drop database if exists \"\(name)\" with (force)")
        try await admin.run("create database \"\(name)\" owner pledge_\(service)_owner")
        try await admin.run("revoke all on database \"\(name)\" from public")
        try await admin.run("grant connect on database \"\(name)\" to pledge_\(service), pledge_\(service)_worker")
        let inside = try await server.admin(database: name)
        try await inside.run("alter schema public owner to pledge_\(service)_owner; revoke create on schema public from public")
        try await inside.run("grant usage on schema public to pledge_\(service), pledge_\(service)_worker")
        if !steps.isEmpty { try await migrate(name, steps) }
        // A template may be cloned while nobody is connected to it; from here on nobody can be.
        try await admin.run("alter database \"\(name)\" with is_template true allow_connections false")
    }

    /// Applies the steps as the services do, as the role that owns the tables.
    private func migrate(_ name: String, _ steps: [Migration]) async throws {
        var owner = PostgresConfiguration(
            host: server.host, port: server.port, database: name, user: "pledge_\(service)_owner", password: Self.rolePassword)
        // The migrator's lock belongs to a session.
        owner.connections = 1
        let logger = Logger(label: "pledge.tests") { _ in SwiftLogNoOpLogHandler() }
        let client = PostgresClient(configuration: owner, eventLoop: EventLoop(name: "migrate"), logger: logger)
        let running = Task { try await client.run() }
        defer { running.cancel() }
        try await Migrator(
            database: client, steps: steps, app: "pledge_\(service)", worker: "pledge_\(service)_worker", logger: logger
        ).run()
    }

    private static func checksum(_ steps: [Migration]) -> String {
        var hash = SHA256()
        for step in steps {
            hash.update(data: Data("\(step.module) \(step.name)\u{0}\(step.sql)\u{0}".utf8))
        }
        return hash.finalize().prefix(8).map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined()
    }
}
