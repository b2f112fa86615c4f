import Foundation
import Glibc
import Hosting
import Postgres
import TestSupport
import Testing

/// Connections over TLS, to a server that takes nothing else over TCP.
@Suite("TLS") struct TLSTests {
    private static let user = "over_tls"
    private static let password = "certain"

    /// A server with a certificate of its own making; only its superuser may come through the socket.
    private static func withServer(_ body: (PostgresConfiguration) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pledge-tls-\(UUID().uuidString.prefix(8))").path
        try Account.makeFolder(folder, mode: 0o755)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let cluster = PostgresCluster(
            dataDirectory: "\(folder)/data", socketDirectory: "\(folder)/s", port: try Ports.anyFree(), adminPassword: "admin",
            isDurable: false, logFile: "\(folder)/log", settings: ["ssl": "on"])
        try await cluster.initialise()
        try await certify(cluster.dataDirectory)
        let rules = "local all \(PostgresCluster.adminUser) scram-sha-256\nhostssl all \(user) 127.0.0.1/32 scram-sha-256\n"
        // Its owner stays: the file is written in place.
        let file = try FileHandle(forWritingTo: URL(filePath: "\(cluster.dataDirectory)/pg_hba.conf"))
        try file.truncate(atOffset: 0)
        try file.write(contentsOf: Data(rules.utf8))
        try file.close()
        let server = try await cluster.start()
        do {
            let admin = try await AdminConnection.connect(cluster.adminParameters())
            try await admin.run("create role \(user) login password '\(password)'")
            try await body(
                PostgresConfiguration(
                    host: "127.0.0.1", port: cluster.port, database: "postgres", user: user, password: password))
        } catch {
            await server.stop(SIGQUIT, graceSeconds: 10)
            throw error
        }
        await server.stop(SIGQUIT, graceSeconds: 10)
    }

    /// A key and a certificate that it signs itself, where the server looks for them, and its own.
    private static func certify(_ folder: String) async throws {
        let arguments = [
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-keyout", "\(folder)/server.key", "-out", "\(folder)/server.crt",
        ]
        let made = try await ChildProcess.run(Command("openssl", arguments, directory: "/", user: Account.forPostgres))
        try #require(made.exit.isSuccess, "\(made.output)")
    }

    private static func with(
        _ configuration: PostgresConfiguration, _ body: (PostgresClient) async throws -> Void
    ) async throws {
        let client = PostgresClient(configuration: configuration, eventLoop: sharedLoop, logger: quietLogger)
        do {
            try await body(client)
        } catch {
            await client.close()
            throw error
        }
        await client.close()
    }

    @Test("carries queries, answers of megabytes and many at once")
    func carries() async throws {
        try await Self.withServer { server in
            var required = server
            required.sslMode = "require"
            try await Self.with(required) { client in
                let isEncrypted: Bool = try await client.query("select ssl from pg_stat_ssl where pid = pg_backend_pid()")
                    .decodeOne(Bool.self)
                #expect(isEncrypted)
                // One value larger than a TLS record by far, and many rows.
                let text: String = try await client.query("select repeat('äx', 1500000)").decodeOne(String.self)
                #expect(text.utf8.count == 4_500_000)
                let rows = try await client.query("select n, repeat(md5(n::text), 20) from generate_series(1, 5000) n")
                    .decode((Int32, String).self)
                #expect(rows.count == 5000 && rows.allSatisfy { $0.1.utf8.count == 640 })
                // As large a question as an answer.
                let length: Int32 = try await client.query("select octet_length(\(text)::text)").decodeOne(Int32.self)
                #expect(length == 4_500_000)
                let sum = try await withThrowingTaskGroup(of: Int32.self) { group in
                    for number in 0..<200 {
                        group.addTask { try await client.query("select \(Int32(number))").decodeOne(Int32.self) }
                    }
                    return try await group.reduce(0, +)
                }
                #expect(sum == 19_900)
            }
            // The server is as strict as this test believes.
            var plain = server
            plain.sslMode = "disable"
            plain.connectTimeoutMilliseconds = 2_000
            try await Self.with(plain) { client in
                let error = await postgresError { try await client.query("select 1") }
                #expect(error?.message.contains("no encryption") == true, "\(String(describing: error))")
            }
        }
    }

    @Test("that is required of a server without it fails and says so")
    func missing() async throws {
        try await TestDatabase.with { database in
            var configuration = Fixture.configuration(of: database)
            configuration.host = "127.0.0.1"
            configuration.sslMode = "require"
            configuration.connectTimeoutMilliseconds = 2_000
            try await Self.with(configuration) { client in
                let error = await postgresError { try await client.query("select 1") }
                #expect(error?.code == .notConnected)
                #expect(error?.message.contains("server does not support SSL") == true, "\(String(describing: error))")
            }
        }
    }
}
