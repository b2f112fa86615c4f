import EventLoop
import Foundation
import Logging
import Postgres
import TestSupport

/// Clients of a test's own database, running while a test does.
struct TestClients {
    let app: PostgresClient
    let worker: PostgresClient
    let owner: PostgresClient
    let database: TestDatabase

    static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
    static let chassisMigrations = SourceTree.url("Shared/Chassis/Migrations")
    static let messagingMigrations = SourceTree.url("Shared/Messaging/Migrations")

    /// Runs `body` with clients of a database that has the migrations of the given folders.
    static func with(
        migrations: [URL] = [chassisMigrations, messagingMigrations], _ body: (TestClients) async throws -> Void
    ) async throws {
        try await TestDatabase.with(migrations: migrations) { database in
            let loop = EventLoop(name: "test")
            func client(_ login: TestDatabase.Login) -> PostgresClient {
                var configuration = PostgresConfiguration(
                    host: database.server.host, port: database.server.port, database: database.name, user: login.user,
                    password: login.password)
                configuration.connections = 4
                return PostgresClient(configuration: configuration, eventLoop: loop, logger: quiet)
            }
            let clients = TestClients(
                app: client(database.app), worker: client(database.worker), owner: client(database.owner), database: database)
            try await withThrowingTaskGroup(of: Void.self) { group in
                for client in [clients.app, clients.worker, clients.owner] { group.addTask { try await client.run() } }
                defer { group.cancelAll() }
                try await body(clients)
            }
        }
    }
}
