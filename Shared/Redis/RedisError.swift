/// Why a command has no answer.
public struct RedisError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds of failure; a struct so that kinds can be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name.
        public let description: String

        /// No connection within the connect timeout. The command was never sent.
        public static let notConnected = Code(description: "notConnected")
        /// The connection was lost with the command on its way: whether Redis carried it out is unknown.
        public static let connectionLost = Code(description: "connectionLost")
        /// No answer within the command's timeout. Whether Redis carried it out is unknown; the connection was given up.
        public static let timeout = Code(description: "timeout")
        /// The calling task was cancelled. The command may have been carried out.
        public static let cancelled = Code(description: "cancelled")
        /// More commands are outstanding than the configuration allows. The command was never sent.
        public static let queueFull = Code(description: "queueFull")
        /// Redis refused the command; `message` has its words.
        public static let server = Code(description: "server")
        /// The answer does not have the shape that the command promises.
        public static let unexpectedReply = Code(description: "unexpectedReply")
        /// Redis may evict keys under memory pressure, which would lose streams without a trace.
        public static let evictingPolicy = Code(description: "evictingPolicy")
        /// Redis refused the user or password.
        public static let authentication = Code(description: "authentication")
        /// The client was shut down.
        public static let closed = Code(description: "closed")
    }

    /// What kind of failure it is.
    public let code: Code
    /// In words, for the log.
    public let message: String

    /// A failure of the given kind.
    public init(_ code: Code, _ message: String) {
        self.code = code
        self.message = message
    }

    /// "notConnected: connection refused".
    public var description: String { "\(code): \(message)" }

    /// True when the same command may be tried again later without fear of doing it twice, or when it is idempotent.
    public var isConnectionProblem: Bool {
        [.notConnected, .connectionLost, .timeout, .queueFull].contains(code)
    }
}
