import Contracts
import Logging
import Postgres
import ServiceLifecycle

/// What happens once before a service works: keys, schema, and the service's own preparations. Waits for a database that is
/// not there yet; refuses one that is wrong.
struct Startup: Service {
    /// Milliseconds between two attempts to reach what is not there yet.
    private static let retryMilliseconds: UInt64 = 500

    let chassis: Chassis
    let schema: SchemaCheck?
    let start: @Sendable () async throws -> Void

    func run() async throws {
        try await cancelWhenGracefulShutdown { try await prepare() }
        try? await gracefulShutdown()
    }

    private func prepare() async throws {
        await chassis.tokens.load()
        var reminder = Reminder()
        while !Task.isCancelled {
            do {
                try await check()
                try await start()
                chassis.readiness.started()
                chassis.logger.notice("started")
                return
            } catch let error as PostgresError where error.isRetryable || error.outcomeUnknown || error.code == .timeout {
                // Whatever it did may be done again, so that an unknown outcome does not matter.
                if reminder.isDue("\(error.code) \(error.sqlState?.rawValue ?? "")", at: .now) {
                    chassis.logger.warning("waiting for the database", metadata: ["error": "\(error)"])
                }
                try? await Task.sleep(nanoseconds: Self.retryMilliseconds * 1_000_000)
            }
        }
    }

    private func check() async throws {
        guard let schema else { return }
        let problems = try await schema.problems(chassis.database) + schema.roleProblems(chassis.workers)
        guard problems.isEmpty else { throw StartupError(problems: problems) }
    }
}

/// Why a service refuses to start.
public struct StartupError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A line a reason.
    public let problems: [String]

    /// The reasons in lines.
    public var description: String { problems.joined(separator: "\n") }
}
