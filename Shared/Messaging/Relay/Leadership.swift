import Contracts
import Postgres
import Redis

/// The work of the relay that leads: one turn after another, for as long as its connection lives.
struct Leadership {
    /// How soon streams are looked at again after a failure.
    private static let recheckNanoseconds: UInt64 = 50_000_000

    private let session: RelayDatabase
    private let redis: RedisClient
    private let configuration: RelayConfiguration

    private(set) var gaps: GapTracker
    private(set) var mirror: StreamMirror
    /// Events of this day, and of the day before, may still be without a position.
    private var day: String
    /// Above `gaps.high`, but placed by an earlier leader: no gaps.
    private var placedBefore: [Int64]
    private var connections = -1
    private var nextMirrorCheck: UInt64 = 0
    private var nextFence: UInt64 = 0
    private var nextWideLook: UInt64 = 0
    private var nextSettling: UInt64 = 0
    private var nextHousekeeping: UInt64 = 0

    /// What the last turn placed.
    private(set) var lastPlaced = 0
    /// How old the oldest of them was.
    private(set) var oldestMilliseconds: Int64 = 0

    init(
        session: RelayDatabase, mirror: StreamMirror, heads: [Int64], redis: RedisClient, configuration: RelayConfiguration
    ) async throws {
        self.session = session
        self.mirror = mirror
        self.redis = redis
        self.configuration = configuration
        let (low, day, placed) = try await session.state()
        self.gaps = GapTracker(high: low)
        self.day = day
        self.placedBefore = placed
        self.mirror.restart(heads: heads)
    }

    /// Looks once, and sees to whatever is due. Returns how many events were placed.
    mutating func turn() async throws -> Int {
        if due(&nextHousekeeping, every: configuration.housekeepingMilliseconds) {
            try await session.keepHouse(daysAhead: configuration.daysAhead, retentionDays: configuration.retentionDays)
        }
        await checkMirrorWhenDue()
        if due(&nextSettling, every: configuration.settleMilliseconds) {
            let today = try await session.settle(low: gaps.low, day: day)
            // A clock that was set back makes days again that were over.
            day = min(day, today)
        }
        (lastPlaced, oldestMilliseconds) = (0, 0)
        // A number that is missing may lie in a day to come, and what follows it must not go before it.
        let everywhere =
            due(&nextWideLook, every: configuration.wideLookMilliseconds) || !gaps.missing.isEmpty || !placedBefore.isEmpty
        if try await look(everywhere: everywhere).leftOut { _ = try await look(everywhere: true) }
        return lastPlaced
    }

    /// Places what it finds, and adds it to the streams.
    private mutating func look(everywhere: Bool) async throws -> RelayDatabase.Pass {
        let pass = try await session.place(
            gaps: gaps, around: day, everywhere: everywhere, limit: configuration.batchMaximum)
        try await note(pass)
        if !pass.events.isEmpty { try await configuration.fault(.positioned(count: pass.events.count)) }
        await mirror.append(pass.events)
        // Something went wrong in between: find out soon what the streams have.
        if !mirror.isKnown { nextMirrorCheck = min(nextMirrorCheck, Clock.now() + Self.recheckNanoseconds) }
        if !pass.events.isEmpty { try await configuration.fault(.appended(count: pass.events.count)) }
        return pass
    }

    private mutating func note(_ pass: RelayDatabase.Pass) async throws {
        lastPlaced += pass.events.count
        oldestMilliseconds = pass.events.map(\.ageMilliseconds).reduce(oldestMilliseconds, max)
        var seen = pass.events.map(\.seq)
        if !placedBefore.isEmpty {
            // Numbers that an earlier leader placed are as good as seen, as far as this pass has come.
            let reach = pass.isComplete ? Int64.max : (seen.last ?? gaps.high)
            seen = (seen + placedBefore.prefix { $0 <= reach }).sorted()
            placedBefore.removeFirst(placedBefore.prefix { $0 <= reach }.count)
        }
        gaps.passed(saw: seen, complete: pass.isComplete)
        // While a number is missing its row may be of the day in which it was missed.
        if gaps.missing.isEmpty, let last = pass.lastDay { day = max(day, last) }
        if gaps.wantsWriters, due(&nextFence, every: configuration.fenceMilliseconds) {
            gaps.writing(try await session.writers())
        }
    }

    /// Compares streams with positions from time to time, and at once on a new connection: Redis may have lost anything.
    private mutating func checkMirrorWhenDue() async {
        let connections = redis.connections
        let isNew = connections != self.connections
        if isNew { mirror.forget() }
        guard due(&nextMirrorCheck, every: configuration.mirrorCheckMilliseconds) || isNew else { return }
        do {
            try await mirror.fill()
            self.connections = connections
        } catch {
            // Redis or the outbox could not be read: the next check tries again, and nothing is added until then.
            mirror.forget()
        }
    }

    private func due(_ next: inout UInt64, every milliseconds: UInt64) -> Bool {
        let now = Clock.now()
        guard now >= next else { return false }
        next = now + milliseconds * 1_000_000
        return true
    }
}
