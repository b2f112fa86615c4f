import Terms

/// Was it claimed in time?
public struct TimelinessVerdict: Codable, Hashable, Sendable {
    /// What came out.
    public enum Outcome: String, Codable, Hashable, Sendable, CaseIterable {
        case inTime = "in_time"
        case late
        /// The deadline is not known yet.
        case pending
        /// The agreement sets none.
        case noDeadline = "no_deadline"
    }

    /// What came out.
    public var verdict: Outcome
    /// From what the time runs.
    public var from: ClaimRules.Anchor?
    /// When that was.
    public var anchor: Instant?
    /// The last second that is in time.
    public var lastSecond: Instant?
    /// The clauses.
    public var clauses: [String]

    /// A verdict.
    public init(verdict: Outcome, from: ClaimRules.Anchor?, anchor: Instant?, lastSecond: Instant?, clauses: [String]) {
        self.verdict = verdict
        self.from = from
        self.anchor = anchor
        self.lastSecond = lastSecond
        self.clauses = clauses
    }
}
