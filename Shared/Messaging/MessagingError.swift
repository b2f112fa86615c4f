/// What can go wrong in telling and hearing of events, apart from the database and Redis themselves.
public struct MessagingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The kinds; a struct so that kinds can be added.
    public struct Code: Sendable, Hashable, CustomStringConvertible {
        /// The code's name.
        public let description: String

        /// The event cannot be told as it is.
        public static let invalidEvent = Code(description: "invalidEvent")
        /// Another replica holds the partition now; nothing was written.
        public static let leaseLost = Code(description: "leaseLost")
        /// The producer no longer keeps the next event: what it told is lost for this consumer.
        public static let eventsLost = Code(description: "eventsLost")
        /// There is no such dead letter, or it has been decided already.
        public static let noSuchLetter = Code(description: "noSuchLetter")
        /// No subscription of this service handles such an event any more.
        public static let noHandler = Code(description: "noHandler")
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

    /// "leaseLost: agreements/3".
    public var description: String { "\(code): \(message)" }
}
