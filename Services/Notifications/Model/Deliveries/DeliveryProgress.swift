import Contracts
import Terms

/// How a delivery goes on after an attempt.
enum DeliveryProgress: Sendable, Equatable {
    /// It is done.
    case delivered
    /// It is tried again.
    case again(Instant)
    /// It is given up.
    case dead

    /// What follows from the outcome of the `attempt`th attempt, from 1.
    static func after(_ outcome: AttemptOutcome, attempt: Int, of id: DeliveryID, at now: Instant) -> DeliveryProgress {
        switch outcome.kind {
        case .taken: return .delivered
        case .refused, .gone: return .dead
        case .failed, .unanswered:
            guard let wait = RetrySchedule.wait(after: attempt, of: id, asked: outcome.retryAfterSeconds) else { return .dead }
            return .again(now.advanced(by: wait))
        }
    }
}
