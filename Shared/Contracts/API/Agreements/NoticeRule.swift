/// Why a published version waits for proof of notice, for the customers who are on another version.
public struct NoticeRule: Codable, Sendable, Equatable {
    /// A promise that becomes smaller.
    public struct Reduction: Codable, Sendable, Equatable {
        /// The clauses that it is about.
        public var clauses: [String]
        /// What becomes smaller, for a person.
        public var detail: String

        /// A reduction.
        public init(clauses: [String], detail: String) {
            self.clauses = clauses
            self.detail = detail
        }
    }

    /// The version that these customers are on.
    public var replaces: Int
    /// The clause of that version by which notice is due.
    public var clause: String
    /// Local days from the notice to the change.
    public var days: Int
    /// The ways in which notice must be given; empty for any.
    public var channels: [String]
    /// IANA time zone of those days: the agreement's.
    public var timeZone: String
    /// What becomes smaller.
    public var reductions: [Reduction]

    /// A rule.
    public init(
        replaces: Int, clause: String, days: Int, channels: [String], timeZone: String, reductions: [Reduction]
    ) {
        self.replaces = replaces
        self.clause = clause
        self.days = days
        self.channels = channels
        self.timeZone = timeZone
        self.reductions = reductions
    }
}
