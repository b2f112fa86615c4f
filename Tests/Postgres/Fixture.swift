import EventLoop
import Foundation
import Hosting
import Logging
import Postgres
import TestSupport
import Testing

/// One loop for the whole test program, as in a service.
let sharedLoop = EventLoop(name: "tests")

/// A database of its own and a client of it, as one of the database's roles.
struct Fixture {
    let database: TestDatabase
    let client: PostgresClient

    /// Runs `body` with a fresh database in which `setup` was run as the owner.
    static func with<Value>(
        setup: String = "", configure: (inout PostgresConfiguration) -> Void = { _ in },
        _ body: (Fixture) async throws -> Value
    ) async throws -> Value {
        try await TestDatabase.with { database in
            if !setup.isEmpty {
                let admin = try await database.admin()
                try await admin.run("set role \"\(database.owner.user)\";" + setup)
            }
            var configuration = configuration(of: database)
            configure(&configuration)
            let client = PostgresClient(configuration: configuration, eventLoop: sharedLoop, logger: quietLogger)
            do {
                let value = try await body(Fixture(database: database, client: client))
                await client.close()
                return value
            } catch {
                await client.close()
                throw error
            }
        }
    }

    static func configuration(of database: TestDatabase) -> PostgresConfiguration {
        var configuration = PostgresConfiguration(
            host: database.server.host, port: database.server.port, database: database.name, user: database.app.user,
            password: database.app.password)
        // Many tests run at once, on machines that may be busy with more.
        configuration.connectTimeoutMilliseconds = 20_000
        configuration.requestTimeoutMilliseconds = 60_000
        return configuration
    }
}

/// Lost connections are what many tests are about: they need not shout.
let quietLogger: Logger = {
    var logger = Logger(label: "postgres-tests")
    logger.logLevel = .error
    return logger
}()

/// A table of tenants' notes under row level security, as every service has its tables.
let tenantTable = """
    create table notes (
        tenant_id uuid not null default nullif(current_setting('pledge.tenant', true), '')::uuid,
        id bigint not null, text text not null, primary key (tenant_id, id));
    alter table notes enable row level security;
    alter table notes force row level security;
    create policy tenant on notes using (tenant_id = nullif(current_setting('pledge.tenant', true), '')::uuid)
        with check (tenant_id = nullif(current_setting('pledge.tenant', true), '')::uuid);
    grant select, insert, update, delete on notes to pledge_test;
    """

/// A table without tenants.
let plainTable = """
    create table items (id bigint primary key, name text, constraint items_name_check check (name <> 'forbidden'));
    grant select, insert, update, delete, truncate on items to pledge_test;
    """

/// What `body` throws, as an error of the client.
func postgresError(_ body: () async throws -> Void, sourceLocation: SourceLocation = #_sourceLocation) async -> PostgresError? {
    do {
        try await body()
        Issue.record("nothing was thrown", sourceLocation: sourceLocation)
    } catch let error as PostgresError {
        return error
    } catch {
        Issue.record("\(error) was thrown", sourceLocation: sourceLocation)
    }
    return nil
}

/// Asks until the answer is yes; fails the test after `seconds`.
func eventually(
    seconds: Double = 20, sourceLocation: SourceLocation = #_sourceLocation, _ condition: () async throws -> Bool
) async throws {
    let end = ContinuousClock.now + .seconds(seconds)
    while ContinuousClock.now < end {
        if try await condition() { return }
        try await Task.sleep(for: .milliseconds(5))
    }
    Issue.record("did not happen within \(seconds) s", sourceLocation: sourceLocation)
}
