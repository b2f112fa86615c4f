import Logging
import Postgres
import ServiceLifecycle
import Terms

/// Removes the answers of Idempotency-Keys that have expired.
struct IdempotencyPruner: Service {
    /// Seconds between two sweeps; keys live for a day, so that an hour more or less matters to nobody.
    private static let intervalSeconds: Int64 = 600
    /// Rows a statement, so that none holds a lock for long.
    private static let batch = 1000

    private let database: PostgresClient
    private let clock: any PledgeClock
    private let logger: Logger

    init(_ chassis: Chassis) {
        database = chassis.workers
        clock = chassis.clock
        logger = chassis.logger
    }

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while try await prune() == Self.batch {}
                } catch {
                    logger.warning("expired idempotency keys could not be removed", metadata: ["error": "\(error)"])
                }
                try? await clock.wait(seconds: Self.intervalSeconds)
            }
        }
    }

    /// Removes a batch; how many it removed.
    func prune() async throws -> Int {
        let before = Timestamp(epochSeconds: clock.now.advanced(by: -IdempotencyKey.keptSeconds).epochSeconds)
        return try await database.query(
            """
            delete from idempotency_keys where (tenant_id, scope) in (
                select tenant_id, scope from idempotency_keys where created_at < \(before) order by created_at limit \(Self.batch))
            """
        ).affected
    }
}
