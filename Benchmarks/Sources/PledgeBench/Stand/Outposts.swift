import Chassis
import Contracts
import Foundation
import Hosting
import Logging
import Messaging
import Postgres

/// A producer's and a consumer's database with the roles of production: row level security is on for what is measured.
struct Outposts: Sendable {
    private static let password = "pledge-bench"
    private let servers: Servers

    /// Makes both databases on the servers and migrates them.
    init(_ servers: Servers) async throws {
        self.servers = servers
        let admin = try await AdminConnection.connect(servers.cluster.adminParameters())
        for role in ["bench_owner", "bench_app", "bench_worker"] {
            try await admin.run("create role \(role) login nosuperuser nobypassrls password '\(Self.password)'")
        }
        for database in ["producer", "consumer"] {
            try await admin.run("create database \(database) owner bench_owner")
            let inside = try await AdminConnection.connect(servers.cluster.adminParameters(database: database))
            try await inside.run(
                "alter schema public owner to bench_owner; grant usage on schema public to bench_app, bench_worker")
            let steps =
                try Migration.load(module: "chassis", folder: ChassisResources.migrations)
                + Migration.load(module: "messaging", folder: MessagingResources.migrations)
            try await Migrator(
                database: client(database, as: "bench_owner", connections: 1), steps: steps, app: "bench_app",
                worker: "bench_worker", logger: .quiet
            ).run()
        }
        let consumer = try await AdminConnection.connect(
            servers.cluster.adminParameters(database: "consumer"))
        try await consumer.run(
            """
            create table effects (tenant_id uuid not null, number bigint not null, primary key (tenant_id, number));
            alter table effects owner to bench_owner;
            select protect_tenant_table('effects');
            grant select, insert on effects to bench_app
            """)
    }

    /// A client of one of the databases.
    func client(_ database: String, as user: String, connections: Int) -> PostgresClient {
        var configuration = servers.postgres(database: database, connections: connections)
        configuration.user = user
        configuration.password = Self.password
        return PostgresClient(configuration: configuration, eventLoop: servers.eventLoop, logger: .quiet)
    }
}
