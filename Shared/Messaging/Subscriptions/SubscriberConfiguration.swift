/// How a consumer shares its work, and how patient it is.
public struct SubscriberConfiguration: Sendable {
    /// How long a lease lasts without being renewed: how soon the partitions of a replica that died are taken over.
    public var leaseMilliseconds: Int64 = 10_000
    /// The most events that share a transaction: a commit's cost is spread, and a failure costs little to do again.
    public var batchMaximum = 64
    /// Events read ahead for a partition: the streams of busy partitions go on being read, within bounds.
    public var readAhead = 512
    /// Transactions of handlers under way at the same time: each has a connection for itself, which requests need too.
    public var concurrentTransactions = 2
    /// How often an event is tried before it is put aside. Failures that pass by themselves (a lost connection, a deadlock) do
    /// not count.
    public var maximumAttempts = 5
    /// The first pause after a failure; doubled each time.
    public var retryMinimumMilliseconds: UInt64 = 50
    /// The longest pause after a failure.
    public var retryMaximumMilliseconds: UInt64 = 5_000
    /// How long a blocking read of the streams waits.
    public var blockMilliseconds: UInt64 = 1_000
    /// The least time between two reads of the streams that find something. An event that comes alone is read at once; what comes
    /// in quick succession shares reads and transactions, at the price of half of this on average.
    public var readPauseMilliseconds: UInt64 = 4
    /// How often producers are asked for their positions while Redis is there: finds what a stream never got.
    public var pollMilliseconds: UInt64 = 5_000
    /// How often producers are asked while Redis is not there.
    public var pollWithoutRedisMilliseconds: UInt64 = 200

    /// Called at named points of the work. Tests throw from it.
    var fault: @Sendable (SubscriberPoint) async throws -> Void = { _ in }

    /// The defaults.
    public init() {}
}

/// Where a subscriber can die.
enum SubscriberPoint: Sendable, Equatable {
    /// All effects of a batch are written, nothing is committed.
    case beforeCommit(producer: String, partition: Int, position: Int64)
    /// The batch is committed, nobody knows yet.
    case afterCommit(producer: String, partition: Int, position: Int64)
}

/// What the subscriber of this process is doing, for metrics and readiness.
public struct SubscriberStatus: Sendable, Equatable {
    /// Partitions that this process reads.
    public var leases = 0
    /// Events whose effects this process committed, including those that it had nothing to do on.
    public var applied: Int64 = 0
    /// Attempts that failed.
    public var failures: Int64 = 0
    /// Events that this process put aside.
    public var deadLetters: Int64 = 0
    /// Positions that are known to exist and are not applied yet, over the partitions of this process.
    public var lag: Int64 = 0
    /// Partitions that cannot go on: their producer no longer keeps the next event, or has gone back behind the cursor.
    public var stalled = 0
}
