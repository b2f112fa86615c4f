import Terms

/// Whether a promise about a ticket or incident was kept: stamped once, with the clause and the version by which it was judged.
public struct ClockVerdict: Codable, Hashable, Sendable {
    /// How it came out.
    public enum Outcome: String, CaseIterable, Codable, Sendable {
        case met, breached
    }

    /// How it came out.
    public let outcome: Outcome
    /// When: the instant of what happened in time, or the first second that was late, whenever that was noticed.
    public let at: Instant
    /// When it was due.
    public let dueAt: Instant?
    /// The clause.
    public let clause: String
    /// Whether it binds.
    public let strength: Strength
    /// The priority whose target it was; nil where the agreement has none.
    public let priority: String?
    /// The agreement.
    public let agreement: AgreementID
    /// Its version.
    public let version: Int
    /// The time that was promised, in open seconds.
    public let targetSeconds: Int64
    /// The open seconds that had passed at `at`.
    public let elapsedSeconds: Int64

    /// A verdict.
    public init(
        outcome: Outcome, at: Instant, dueAt: Instant?, clause: String, strength: Strength, priority: String?,
        agreement: AgreementID, version: Int, targetSeconds: Int64, elapsedSeconds: Int64
    ) {
        self.outcome = outcome
        self.at = at
        self.dueAt = dueAt
        self.clause = clause
        self.strength = strength
        self.priority = priority
        self.agreement = agreement
        self.version = version
        self.targetSeconds = targetSeconds
        self.elapsedSeconds = elapsedSeconds
    }
}

/// An entry of a clock's record: a verdict, or that it does not stand any more. Entries are only ever added.
public struct ClockStamp: Codable, Hashable, Sendable {
    /// Why a verdict does not stand any more.
    public enum Restatement: String, CaseIterable, Codable, Sendable {
        /// The priority changed, and with it the target.
        case reclassified
        /// The ticket was taken up again.
        case reopened
    }

    /// When it was stamped.
    public let stampedAt: Instant
    /// The verdict; nil for a target that was replaced before there was one.
    public let verdict: ClockVerdict?
    /// Why that verdict does not stand any more; nil for a verdict that is stamped.
    public let restated: Restatement?

    /// An entry.
    public init(stampedAt: Instant, verdict: ClockVerdict?, restated: Restatement?) {
        self.stampedAt = stampedAt
        self.verdict = verdict
        self.restated = restated
    }
}
