/// How often the relay looks, and how much it takes on at once.
public struct RelayConfiguration: Sendable {
    /// The most events that get their positions in one transaction: about 0.5 MB of envelopes, a few milliseconds.
    public var batchMaximum = 500
    /// How long after the last sign of events the relay looks every ``activePollMilliseconds``.
    public var activeMilliseconds: UInt64 = 500
    /// The pause between two looks while there are events: half of it is the mean delay that relaying adds.
    public var activePollMilliseconds: UInt64 = 3
    /// Events of one look from which on they come in a rush: then the next look may wait, because what a look costs, here and with
    /// every consumer, is its commit. More than a steady 500 a second bring in ``rushPollMilliseconds``.
    public var rushCount = 16
    /// The pause between two looks while events come in a rush.
    public var rushPollMilliseconds: UInt64 = 12
    /// The pause between two looks while there is no sign of events. Signs are hints; this is the truth.
    public var idlePollMilliseconds: UInt64 = 500
    /// How often a replica that does not lead tries to.
    public var standbyPollMilliseconds: UInt64 = 1_000
    /// The pause after a failure, before the relay begins again; doubled with each further one.
    public var retryMilliseconds: UInt64 = 100
    /// The longest pause after a failure: by so much are events late when a database that was away for long is back.
    public var retryMaximumMilliseconds: UInt64 = 2_000
    /// How often a replica that does not lead passes on signs of events: less than ``activeMilliseconds``.
    public var hintMilliseconds: UInt64 = 200
    /// How often the streams' last ids are compared with the positions: how soon a wiped Redis has its events again.
    public var mirrorCheckMilliseconds: UInt64 = 1_000
    /// How often a look goes to the partitions of all days to come, not only to those around the last event's: so late are events
    /// that a clock which ran ahead has put there, and so long is a number that was rolled back looked for.
    public var wideLookMilliseconds: UInt64 = 100
    /// How often open transactions are asked for while sequence numbers are missing.
    public var fenceMilliseconds: UInt64 = 100
    /// The positions of a partition that its stream keeps: 16 partitions of 4,096 events of 1 KB are 64 MB a service. Streams are
    /// a cache for consumers that keep up; those that do not read from the outbox, which keeps everything.
    public var streamWindow: Int64 = 4_096
    /// A stream is trimmed each time that so many positions were added.
    public var trimEvery: Int64 = 256
    /// How often the relay notes how far it has come (a new leader looks again at what came since), and what day it is (as long
    /// may a clock that was set back by days hide new events).
    public var settleMilliseconds: UInt64 = 1_000
    /// Days that the outbox keeps: a year's agreement, its last statement, the claim about it, and a month.
    public var retentionDays = 400
    /// Partitions are made so many days ahead: a week in which nothing of this service runs does no harm.
    public var daysAhead = 7
    /// How often partitions are looked after.
    public var housekeepingMilliseconds: UInt64 = 600_000

    /// Called at named points of the relay's work. Tests throw from it, or end the relay, to see what is left behind.
    var fault: @Sendable (RelayPoint) async throws -> Void = { _ in }

    /// The defaults.
    public init() {}
}

/// Where a relay can die.
enum RelayPoint: Sendable, Equatable {
    /// Positions are committed, nothing has been added to a stream.
    case positioned(count: Int)
    /// Streams have the events; nobody has noted it.
    case appended(count: Int)
}

/// What the relay of this process is doing, for metrics and readiness.
public struct RelayStatus: Sendable, Equatable {
    /// True while this process relays for its service.
    public var isLeader = false
    /// Events that this process gave positions.
    public var positioned: Int64 = 0
    /// Events that this process added to streams.
    public var appended: Int64 = 0
    /// The age of the oldest committed event without a position at the last look, in milliseconds; while looking fails, the time
    /// since it last worked.
    public var outboxAgeMilliseconds: Int64 = 0
    /// Positions that their streams do not have yet.
    public var lag: Int64 = 0
    /// Entries of streams that were not what the outbox says: another system writes there, or a database was set back.
    public var conflicts: Int64 = 0
    /// Sequence numbers that are being looked for: open or rolled-back transactions.
    public var missing = 0
}
