/// The life of a connection as a value: what happened goes in, what to do comes out. No socket in here.
///
///     idle ──start──▶ connecting ──connected──▶ greeting ──greeted──▶ ready
///                         │                        │                    │
///                         └───── failed ───────────┴──────── lost ──────┤
///                                                                       ▼
///                     connecting ◀──────────── pause over ────────── pausing
///     any ──stop──▶ stopped
struct LinkState {
    enum Phase: Equatable { case idle, connecting, greeting, ready, pausing, stopped }

    enum Action: Equatable {
        case none
        /// Open a connection, and give it up when it is not ready in time.
        case connect
        /// Authenticate, name the connection and ask what must be known.
        case greet
        /// Send what waited.
        case flush
        /// Try again after so many milliseconds.
        case pause(milliseconds: UInt64)
        /// Fail whoever waits, and do not come back.
        case giveUp
    }

    private(set) var phase = Phase.idle
    /// Whether any connection has ever been ready: a refusal of the first one is a mistake of the operator's.
    private(set) var wasReady = false
    private var backoff: Backoff

    init(backoff: Backoff) { self.backoff = backoff }

    mutating func start() -> Action {
        guard phase == .idle else { return .none }
        phase = .connecting
        return .connect
    }

    mutating func connected() -> Action {
        guard phase == .connecting else { return .none }
        phase = .greeting
        return .greet
    }

    mutating func greeted() -> Action {
        guard phase == .greeting else { return .none }
        phase = .ready
        wasReady = true
        backoff.reset()
        return .flush
    }

    /// The connection was lost, or never stood.
    mutating func lost(using generator: inout some RandomNumberGenerator) -> Action {
        switch phase {
        case .connecting, .greeting, .ready:
            phase = .pausing
            return .pause(milliseconds: backoff.next(using: &generator))
        case .idle, .pausing, .stopped:
            return .none
        }
    }

    mutating func pauseOver() -> Action {
        guard phase == .pausing else { return .none }
        phase = .connecting
        return .connect
    }

    mutating func stop() -> Action {
        guard phase != .stopped else { return .none }
        phase = .stopped
        return .giveUp
    }
}
