import EventLoop
import Logging
import Metrics
import Postgres
import ServiceLifecycle
import Terms

/// Does what falls due: rows with a `due_at`, taken a batch at a time, at the time that the injected clock shows.
///
/// Woken by the clock when the next row is due, by `NOTIFY` on a channel when rows change, and now and then anyway: a
/// notification is a hint, the table is the truth. Many replicas may run it; rows are taken with `for update skip locked`.
///
///     Deadlines("windows", database: chassis.workers, channel: "windows", clock: chassis.clock, logger: chassis.logger,
///         next: { _ in try await store.nextDue() },
///         take: { now, limit in try await store.closeDue(now, limit: limit) })
public struct Deadlines: Service {
    /// Rows taken in one go.
    public static let batch = 64
    /// Seconds between two looks at the table when nothing rings.
    public static let pollSeconds: Int64 = 30
    /// Seconds after a failure, doubled to the poll interval.
    private static let retrySeconds: Int64 = 1

    private let name: String
    private let database: PostgresClient
    private let channel: String?
    private let clock: any PledgeClock
    private let logger: Logger
    private let wake: Wake
    private let next: @Sendable (Instant) async throws -> Instant?
    private let take: @Sendable (Instant, Int) async throws -> Int

    /// A runner.
    ///
    /// - Parameters:
    ///   - name: for the log and the metrics.
    ///   - database: where the rows are, in the role that may see them.
    ///   - channel: what is notified when a row comes or changes; nil for none.
    ///   - wake: rung by this process when it changes rows itself.
    ///   - next: when to look again, asked after everything due at an instant was tried: the next row's `due_at`; nil when there is none.
    ///   - take: does up to so many rows that are due at an instant, in transactions of its own, and says how many it did.
    public init(
        _ name: String, database: PostgresClient, channel: String? = nil, clock: any PledgeClock, logger: Logger,
        wake: Wake = Wake(),
        next: @escaping @Sendable (Instant) async throws -> Instant?,
        take: @escaping @Sendable (Instant, Int) async throws -> Int
    ) {
        self.name = name
        self.database = database
        self.channel = channel
        self.clock = clock
        self.logger = logger
        self.wake = wake
        self.next = next
        self.take = take
    }

    /// Runs until a graceful shutdown; what has been begun is finished.
    public func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            if let channel {
                group.addTask { for await _ in database.listen(channel) { wake.ring() } }
            }
            group.addTask { await cancelWhenGracefulShutdown { await loop() } }
            await group.next()
            group.cancelAll()
        }
    }

    private func loop() async {
        var pause = Self.retrySeconds
        while !Task.isCancelled {
            do {
                let now = clock.now
                while try await take(now, Self.batch) == Self.batch, !Task.isCancelled {}
                let poll = clock.now.advanced(by: Self.pollSeconds)
                await wake.wait(until: min(try await next(now) ?? poll, poll), clock: clock)
                pause = Self.retrySeconds
            } catch {
                guard !Task.isCancelled else { return }
                Counter(label: "deadlines_failures", dimensions: [("runner", name)]).increment()
                logger.warning("deadlines could not be worked off", metadata: ["runner": "\(name)", "error": "\(error)"])
                await wake.wait(until: clock.now.advanced(by: pause), clock: clock)
                pause = min(pause * 2, Self.pollSeconds)
            }
        }
    }
}
