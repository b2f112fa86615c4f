import Postgres

/// What a failure to handle an event calls for.
enum Failure {
    /// It will pass, and was not the event's fault: try again, for as long as it takes.
    case passing
    /// It may be the event's fault: try again a few times, then put the event aside.
    case counted
    /// It will be the same every time: put the event aside now.
    case certain
    /// The partition is another replica's now.
    case leaseLost
    /// The work is to end.
    case cancelled

    init(_ error: any Error) {
        switch error {
        case let error as PostgresError: self = Failure(error)
        case let error as MessagingError where error.code == .leaseLost: self = .leaseLost
        case is DecodingError: self = .certain
        case is Swift.CancellationError: self = .cancelled
        default: self = .counted
        }
    }

    private init(_ error: PostgresError) {
        switch error.code {
        case .notConnected, .connectionLost, .queueFull: self = .passing
        case .cancelled: self = .cancelled
        case .server: self = error.isRetryable ? .passing : .counted
        // A statement that always takes too long is the event's fault; an overloaded server is not, but attempts are far apart.
        case .timeout, .decode, .invalidRequest: self = .counted
        }
    }
}
