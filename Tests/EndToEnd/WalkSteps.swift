import NIOConcurrencyHelpers

/// How many requests the walks of a round have made: the clock by which processes are killed.
final class WalkSteps: Sendable {
    private let state = NIOLockedValueBox((count: Int64(0), isOver: false))

    /// Requests so far.
    var count: Int64 { state.withLockedValue { $0.count } }
    /// Whether all walks have ended.
    var isOver: Bool { state.withLockedValue { $0.isOver } }

    /// One more.
    func step() { state.withLockedValue { $0.count += 1 } }
    /// No more will come.
    func end() { state.withLockedValue { $0.isOver = true } }
}
