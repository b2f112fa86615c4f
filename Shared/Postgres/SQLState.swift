/// A five-character SQLSTATE, as in the appendix "PostgreSQL Error Codes".
public struct SQLState: RawRepresentable, Hashable, Sendable {
    /// For example "23505".
    public let rawValue: String
    /// From the five characters.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// 23505.
    public static let uniqueViolation = SQLState(rawValue: "23505")
    /// 23503.
    public static let foreignKeyViolation = SQLState(rawValue: "23503")
    /// 23514.
    public static let checkViolation = SQLState(rawValue: "23514")
    /// 23502.
    public static let notNullViolation = SQLState(rawValue: "23502")
    /// 23P01.
    public static let exclusionViolation = SQLState(rawValue: "23P01")
    /// 40001.
    public static let serializationFailure = SQLState(rawValue: "40001")
    /// 40P01.
    public static let deadlockDetected = SQLState(rawValue: "40P01")
    /// 55P03: a lock was not available in `lock_timeout` or with NOWAIT.
    public static let lockNotAvailable = SQLState(rawValue: "55P03")
    /// 53100: the server's disk has no room left.
    public static let diskFull = SQLState(rawValue: "53100")
    /// 57014: cancelled on request or by `statement_timeout`.
    public static let queryCanceled = SQLState(rawValue: "57014")
    /// 25P02: an earlier statement of the transaction failed.
    public static let inFailedTransaction = SQLState(rawValue: "25P02")
    /// 42501.
    public static let insufficientPrivilege = SQLState(rawValue: "42501")
    /// 26000: the prepared statement is gone.
    static let invalidStatementName = SQLState(rawValue: "26000")
    /// 0A000, among others "cached plan must not change result type".
    static let featureNotSupported = SQLState(rawValue: "0A000")

    /// A failure that passes: the same transaction may succeed when repeated.
    public var isTransient: Bool {
        switch self {
        case .serializationFailure, .deadlockDetected, .lockNotAvailable: return true
        // 08: connection exceptions; 57P01…03: shutdown, crash, starting up; 53: no connection, memory or disk space left.
        default: return rawValue.hasPrefix("08") || rawValue.hasPrefix("57P0") || isOutOfResources
        }
    }

    /// Class 53: the server has no room left on its disk (53100), no memory (53200), no free connection (53300).
    public var isOutOfResources: Bool { rawValue.hasPrefix("53") }
}
