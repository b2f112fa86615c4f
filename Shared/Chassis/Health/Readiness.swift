import EventLoop

/// One condition of readiness.
public struct ReadinessCheck: Sendable {
    /// Its name in the answer of /readyz.
    public let name: String
    /// Whether its failing keeps work away. Redis, for one, is expendable: its absence is shown and costs nothing but delay.
    public let isRequired: Bool
    /// Nil when it is met, or what is wrong, without secrets.
    public let check: @Sendable () async -> String?

    /// A condition.
    public init(_ name: String, isRequired: Bool = true, _ check: @escaping @Sendable () async -> String?) {
        self.name = name
        self.isRequired = isRequired
        self.check = check
    }
}

/// Whether the service may be given work: not before it has started, not after it was told to stop, and not while a
/// condition fails.
public final class Readiness: Sendable {
    /// Where the process is in its life.
    public enum Phase: String, Sendable {
        /// Still starting.
        case starting
        /// At work.
        case running
        /// Told to stop: finishes what it has, takes nothing new.
        case stopping
    }

    private struct State {
        var phase = Phase.starting
        var checks: [ReadinessCheck] = []
        var waiting: [AsyncStream<Void>.Continuation] = []
    }

    private let state = Locked(State())

    /// Starts in ``Phase/starting``, with no conditions.
    public init() {}

    /// Where the process is in its life.
    public var phase: Phase { state.withLock { $0.phase } }

    /// Adds conditions.
    public func add(_ checks: [ReadinessCheck]) {
        state.withLock { $0.checks += checks }
    }

    /// The service has started. Without effect once it is stopping.
    public func started() {
        move(to: .running)
    }

    /// The service is to stop: /readyz fails from now on.
    public func stopping() {
        move(to: .stopping)
    }

    /// Returns when the service has started, is stopping, or the task is cancelled.
    public func untilStarted() async {
        let (stream, continuation) = AsyncStream<Void>.makeStream()
        let isWaiting = state.withLock { state in
            guard state.phase == .starting else { return false }
            state.waiting.append(continuation)
            return true
        }
        guard isWaiting else { return }
        for await _ in stream {}
    }

    private func move(to phase: Phase) {
        let waiting = state.withLock { state in
            guard state.phase != .stopping else { return [AsyncStream<Void>.Continuation]() }
            state.phase = phase
            defer { state.waiting = [] }
            return state.waiting
        }
        for continuation in waiting { continuation.finish() }
    }

    /// Seconds within which a condition must be known: a probe does not wait for ever, and neither does who asks for it.
    private static let checkSeconds: UInt64 = 2

    private static func timed(_ check: ReadinessCheck) async -> String? {
        await withTaskGroup(of: String?.self) { group in
            group.addTask { await check.check() }
            group.addTask {
                try? await Task.sleep(nanoseconds: checkSeconds * 1_000_000_000)
                return "no answer within \(checkSeconds) s"
            }
            defer { group.cancelAll() }
            return await group.next() ?? nil
        }
    }

    /// Checks every condition, all at once.
    public func report() async -> ReadinessReport {
        let (phase, checks) = state.withLock { ($0.phase, $0.checks) }
        let results = await withTaskGroup(of: (Int, String?).self) { group in
            for (index, check) in checks.enumerated() { group.addTask { (index, await Self.timed(check)) } }
            return await group.reduce(into: [Int: String?]()) { $0[$1.0] = $1.1 }
        }
        let shown = checks.enumerated().map { index, check in
            let problem = results[index] ?? nil
            return ReadinessReport.Check(
                name: check.name, status: problem == nil ? "pass" : check.isRequired ? "fail" : "warn", detail: problem)
        }
        let isReady = phase == .running && !shown.contains { $0.status == "fail" }
        return ReadinessReport(status: isReady ? "pass" : "fail", phase: phase.rawValue, checks: shown)
    }
}

/// The answer of /readyz.
public struct ReadinessReport: Codable, Sendable, Hashable {
    /// One condition and how it stands.
    public struct Check: Codable, Sendable, Hashable {
        /// The condition.
        public let name: String
        /// `pass`, `warn` (shown, costs no readiness) or `fail`.
        public let status: String
        /// What is wrong.
        public let detail: String?
    }

    /// `pass` or `fail`.
    public let status: String
    /// `starting`, `running` or `stopping`.
    public let phase: String
    /// Every condition.
    public let checks: [Check]
}
