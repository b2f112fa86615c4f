import Contracts
import Foundation
import Glibc
import Hosting

/// The processes of a stack: the two databases, and the six services.
struct StackProcesses: Sendable {
    let layout: StackLayout
    let secrets: Secrets
    /// Whether the demo runs, too.
    let demo: Bool

    /// The stack's PostgreSQL.
    func cluster() throws -> PostgresCluster {
        PostgresCluster(
            dataDirectory: layout.postgresData, socketDirectory: layout.postgresSocket, port: layout.ports.postgres,
            adminPassword: try secrets.secret("postgres-admin"), isDurable: true, logFile: layout.log("postgres"))
    }

    /// PostgreSQL under supervision. SIGINT is its fast shutdown: it ends sessions and writes a checkpoint.
    func postgres() throws -> SupervisedProcess {
        let cluster = try cluster()
        return SupervisedProcess(
            name: "postgres", command: { try cluster.command() }, logFile: cluster.logFile, port: cluster.port,
            stopSignal: SIGINT,
            stopGraceSeconds: 60, isReady: { cluster.isAnswering })
    }

    /// Redis under supervision.
    func redis() throws -> SupervisedProcess {
        let redis = RedisServer(
            dataDirectory: layout.redisData, port: layout.ports.redis, password: try secrets.secret("redis"),
            logFile: layout.log("redis"))
        return SupervisedProcess(
            name: "redis", command: { try redis.command() }, logFile: redis.logFile, port: redis.port, stopGraceSeconds: 20,
            isReady: { redis.isAnswering })
    }

    /// A service under supervision. Should the supervisor be killed, its services are asked to end too.
    func service(_ service: ServiceName) -> SupervisedProcess {
        let port = layout.ports.ops(service)
        let command = command(service, "serve")
        return SupervisedProcess(
            name: service.rawValue, command: { command }, logFile: layout.log(service.rawValue),
            port: layout.ports.service(service),
            isReady: { await HTTPProbe.isOK(port: port, path: "/readyz") },
            isAlive: { await HTTPProbe.isOK(port: port, path: "/livez") })
    }

    /// Brings the schema of a service up to date.
    func migrate(_ service: ServiceName) async throws {
        let result = try await ChildProcess.run(command(service, "migrate"))
        guard result.exit.isSuccess else {
            throw HostingError(
                .notReady, "The migrations of \(service.rawValue) failed (\(result.exit)):\n\(result.output.suffix(2000))",
                advice: "The database is as it was before the migration that failed.")
        }
    }

    private func command(_ service: ServiceName, _ subcommand: String) -> Command {
        Command(
            layout.program(service), [subcommand],
            environment: ServiceEnvironment(layout: layout, secrets: secrets, demo: demo).variables(service),
            directory: layout.state, output: .file(layout.log(service.rawValue)), signalWhenParentDies: "TERM")
    }
}
