/// What became of one exclusion or maintenance in a statement, and why.
public struct Qualification: Hashable, Sendable, Codable {
    /// How far it went.
    public enum Outcome: String, CaseIterable, Hashable, Sendable, Codable {
        /// All of it is excluded.
        case counted
        /// Some of it is.
        case partly
        /// None of it is.
        case refused
    }

    /// Why it went no further.
    public enum Reason: String, CaseIterable, Hashable, Sendable, Codable {
        /// No clause of the agreement excludes time on that ground.
        case noClause = "no_clause"
        /// It was announced too late.
        case shortNotice = "short_notice"
        /// It was never announced.
        case notAnnounced = "not_announced"
        /// The agreement asks for notice, and nothing shows that all to whom it was owed had it.
        case notProved = "not_proved"
        /// Some of it, or all, lies outside the hours in which it may be.
        case outsideHours = "outside_hours"
        /// The budget of the window was used up.
        case capReached = "cap_reached"
        /// Only downtime is excluded, and there was less of it.
        case onlyDowntime = "only_downtime"
        /// An earlier ground, or an earlier part of the same one, had the time already.
        case takenAlready = "taken_already"
    }

    /// The id of the exclusion or maintenance.
    public let source: String
    /// The ground that it claims.
    public let ground: Ground
    /// The clause that it was judged by; nil where the agreement has none.
    public let clause: String?
    /// What of it lies in the elapsed part of the window.
    public let interval: Interval
    /// How far it went.
    public let outcome: Outcome
    /// How many seconds are excluded for it.
    public let excludedSeconds: Int64
    /// Why it went no further; nil when all of it counted.
    public let reason: Reason?
    /// The notice that it had, in seconds: where the agreement asks for notice and proof of it is known, by that, else since
    /// its announcement. Nil for exclusions, and where there was none, or nothing shows it.
    public let noticeSeconds: Int64?
    /// The notice that it needed, in seconds; nil where none is asked for.
    public let requiredNoticeSeconds: Int64?
}
