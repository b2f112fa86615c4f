import Terms

/// Whether an endpoint is to be told any more, from what its attempts came to.
enum EndpointHealth: Sendable, Equatable {
    /// Seconds of nothing but failures after which an endpoint is disabled: a long weekend and a day.
    static let lastingSeconds: Int64 = 5 * 86_400

    /// It answers.
    case well
    /// It has not answered since.
    case failing(since: Instant)
    /// It is told no more, and why.
    case disabled(String)

    /// What follows from an attempt, given since when the endpoint has been failing.
    static func after(_ outcome: AttemptOutcome, failingSince: Instant?, at now: Instant) -> EndpointHealth {
        switch outcome.kind {
        case .taken: return .well
        case .gone: return .disabled("it answered that it is gone (410)")
        case .failed, .refused, .unanswered:
            let since = failingSince ?? now
            guard now - since >= lastingSeconds else { return .failing(since: since) }
            return .disabled("nothing has reached it since \(since); at last: \(outcome.answer)")
        }
    }
}
