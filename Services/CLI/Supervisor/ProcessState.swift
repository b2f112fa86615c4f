/// The life of one supervised process, as a value: events go in, what to do comes out, and nothing here touches a process.
///
///     starting ──ready──▶ ready ──probes fail──▶ (kill) ─┐
///        │  ▲               │                            │
///        │  └──delay over── backingOff ◀────exited───────┘
///        └─exited too often before it was ever ready──▶ failed
///
/// On request a process goes through `stopping` to `stopped` (with the whole stack) or through `holding` to `held` (alone, until it is
/// released).
struct ProcessState: Equatable, Sendable {
    /// What a process is doing.
    enum Phase: String, Codable, Sendable {
        case starting, ready, backingOff = "backing_off", holding, held, stopping, stopped, failed
    }

    /// What the supervisor is to do.
    enum Action: Equatable, Sendable {
        /// Nothing.
        case none
        /// Start it again after this time.
        case restart(after: Duration)
        /// It never became ready; do not try again.
        case giveUp
        /// It lives but does not answer; end it, and let its exit start it again.
        case kill
    }

    /// The first delay; each further one doubles.
    static let firstDelay = Duration.milliseconds(250)
    /// The longest delay: a dependency that comes back is noticed within half a minute.
    static let longestDelay = Duration.seconds(30)
    /// Ready for this long, a process is well again and its next delay is the first one.
    static let wellAfter = Duration.seconds(60)
    /// Starts that may fail before it was ever ready; more of the same would only hide the message.
    static let firstStartsMaximum = 5
    /// Probes in a row that may fail before a process counts as hung. At a probe in five seconds: a minute, for a loaded machine is slow.
    static let failedProbesMaximum = 12

    private(set) var phase = Phase.starting
    /// Starts after the first.
    private(set) var restarts = 0
    private(set) var readySince: ContinuousClock.Instant?
    private var wasEverReady = false
    /// Exits since it was last well.
    private var exitsInRow = 0
    private var failedProbesInRow = 0

    /// It is being started, for the first time or after a delay.
    mutating func started() {
        if phase == .backingOff { restarts += 1 }
        phase = .starting
        failedProbesInRow = 0
    }

    /// It answers and can do its work.
    mutating func becameReady(at now: ContinuousClock.Instant) {
        guard phase == .starting else { return }
        phase = .ready
        readySince = now
        wasEverReady = true
    }

    /// A liveness probe was answered, or was not.
    mutating func probed(isAlive: Bool) -> Action {
        guard phase == .ready else { return .none }
        failedProbesInRow = isAlive ? 0 : failedProbesInRow + 1
        guard failedProbesInRow >= Self.failedProbesMaximum else { return .none }
        failedProbesInRow = 0
        return .kill
    }

    /// It ended, or could not be started.
    mutating func exited(at now: ContinuousClock.Instant) -> Action {
        switch phase {
        case .stopping, .stopped, .holding, .held, .failed:
            if phase == .stopping { phase = .stopped }
            if phase == .holding { phase = .held }
            readySince = nil
            return .none
        case .starting, .ready, .backingOff:
            if let readySince, now - readySince >= Self.wellAfter { exitsInRow = 0 }
            readySince = nil
            exitsInRow += 1
            if !wasEverReady, exitsInRow >= Self.firstStartsMaximum {
                phase = .failed
                return .giveUp
            }
            phase = .backingOff
            return .restart(after: Self.delay(exitsInRow))
        }
    }

    /// The stack is being stopped.
    mutating func stopRequested() {
        switch phase {
        case .starting, .ready, .holding: phase = .stopping
        case .backingOff, .held: phase = .stopped
        case .stopping, .stopped, .failed: break
        }
    }

    /// Somebody wants it down for a while.
    mutating func holdRequested() {
        switch phase {
        case .starting, .ready: phase = .holding
        case .backingOff, .failed: phase = .held
        case .holding, .held, .stopping, .stopped: break
        }
    }

    /// Somebody wants it up again; true when it is to be started.
    mutating func released() -> Bool {
        guard phase == .held else { return false }
        self = ProcessState()
        return true
    }

    /// The delay before the start that follows so many exits in a row.
    static func delay(_ exitsInRow: Int) -> Duration {
        // Past 2^7 the longest delay holds; the bound keeps the shift from overflowing.
        min(longestDelay, firstDelay * (1 << min(max(0, exitsInRow - 1), 7)))
    }
}
