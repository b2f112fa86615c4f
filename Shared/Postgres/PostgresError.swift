/// Everything that can go wrong between a query and its rows.
///
/// `code` says what class of trouble it is; what the server said is kept whole. Compare `sqlState` to tell a unique
/// violation from a serialization failure. `message` may quote data: log it, do not show it to a stranger.
public struct PostgresError: Error, Sendable {
    /// What class of trouble.
    public enum Code: Hashable, Sendable {
        /// No connection came up in time, or the client was closed. Nothing was sent.
        case notConnected
        /// The connection went away. When the outcome is unknown the statement may or may not have been committed.
        case connectionLost(outcomeUnknown: Bool)
        /// The server refused; whatever the unit did is rolled back.
        case server
        /// A client-side deadline or the server's `statement_timeout` passed.
        case timeout
        /// The task was cancelled.
        case cancelled
        /// More work is waiting than `maximumQueued`. Nothing was sent.
        case queueFull
        /// A value does not have the type that was asked for.
        case decode
        /// The request cannot be sent as it is (a NUL character in a text, too many parameters, a finished transaction).
        case invalidRequest
    }

    /// Copied as one reference: errors travel through many frames.
    private final class Storage: Sendable {
        let code: Code
        let message: String
        let server: ServerError?
        let outcomeUnknown: Bool
        init(code: Code, message: String, server: ServerError?, outcomeUnknown: Bool) {
            self.code = code
            self.message = message
            self.server = server
            self.outcomeUnknown = outcomeUnknown
        }
    }

    private let storage: Storage

    /// An error of this client. `outcomeUnknown` only matters for timeouts and cancellations.
    public init(_ code: Code, _ message: String, server: ServerError? = nil, outcomeUnknown: Bool = false) {
        storage = Storage(code: code, message: message, server: server, outcomeUnknown: outcomeUnknown)
    }

    /// What class of trouble.
    public var code: Code { storage.code }
    /// In words, as the server or this client says it.
    public var message: String { storage.message }
    /// What the server reported, if it was the server.
    public var server: ServerError? { storage.server }
    /// The five-character state, for example `.uniqueViolation`.
    public var sqlState: SQLState? { storage.server?.sqlState }
    /// The name of the violated constraint.
    public var constraint: String? { storage.server?.constraint }
    /// The server's further explanation.
    public var detail: String? { storage.server?.detail }

    /// True when the work may have been committed although it failed here: do not repeat it blindly.
    public var outcomeUnknown: Bool {
        if case .connectionLost(let unknown) = storage.code { return unknown }
        return storage.outcomeUnknown
    }

    /// True when the same work may simply be done again: it certainly was not committed, and the cause passes.
    public var isRetryable: Bool {
        guard !outcomeUnknown else { return false }
        switch code {
        case .connectionLost, .notConnected: return true
        case .server: return sqlState?.isTransient ?? false
        case .timeout, .cancelled, .queueFull, .decode, .invalidRequest: return false
        }
    }
}

extension PostgresError: CustomStringConvertible {
    /// "server 23505: duplicate key value … (constraint t_pkey)".
    public var description: String {
        var text = "\(code)"
        if let sqlState { text += " \(sqlState.rawValue)" }
        text += ": \(message)"
        if let constraint { text += " (constraint \(constraint))" }
        if let detail { text += "; \(detail)" }
        return text
    }
}

/// The fields of an error that the server reported.
public struct ServerError: Hashable, Sendable {
    /// The five-character state.
    public var sqlState: SQLState
    /// ERROR, FATAL or PANIC (not localised).
    public var severity: String
    /// The primary message.
    public var message: String
    /// Further explanation.
    public var detail: String?
    /// A suggestion.
    public var hint: String?
    /// The violated constraint.
    public var constraint: String?
    /// The table concerned.
    public var table: String?
    /// The column concerned.
    public var column: String?
    /// The call stack inside the server (functions, DO blocks).
    public var context: String?

    /// A bare error, for tests and other makers of errors.
    public init(sqlState: SQLState, severity: String = "ERROR", message: String) {
        self.sqlState = sqlState
        self.severity = severity
        self.message = message
    }
}
