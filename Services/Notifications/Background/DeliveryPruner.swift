import Chassis
import Logging
import Postgres
import ServiceLifecycle
import Terms

/// Removes finished deliveries when nobody asks for them any more. What they proved, notices and events, is kept elsewhere.
struct DeliveryPruner: Service {
    /// Days that a finished delivery is kept: a quarter, for those who look into why they were not told.
    static let keptDays: Int64 = 92
    /// Seconds between two sweeps.
    private static let intervalSeconds: Int64 = 3600
    /// Rows a statement, so that none holds its locks for long.
    private static let batch = 1000

    let chassis: Chassis

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                do {
                    while try await prune() == Self.batch {}
                } catch {
                    chassis.logger.warning("old deliveries could not be removed", metadata: ["error": "\(error)"])
                }
                try? await chassis.clock.wait(seconds: Self.intervalSeconds)
            }
        }
    }

    /// Removes a batch; how many it removed.
    func prune() async throws -> Int {
        let before = chassis.clock.now.advanced(by: -Self.keptDays * 86_400)
        return try await chassis.workers.query(DueStore.prune(before: before, limit: Self.batch)).affected
    }
}
