/// What an agreement says about how availability is worked out.
public struct AvailabilityRules: Hashable, Sendable, Codable {
    /// What excluded time does to the measured time.
    public enum Formula: String, CaseIterable, Hashable, Sendable, Codable {
        /// It leaves the measured time too: (T − E − D) / (T − E).
        case excludedRemoved = "excluded_removed"
        /// It stays, as if it had been up: (T − D) / T.
        case excludedCountsAsUp = "excluded_counts_as_up"
    }

    /// What time counts as of which nothing is known.
    public enum UnknownPolicy: String, CaseIterable, Hashable, Sendable, Codable {
        /// It leaves the measured time.
        case excluded
        case up
        case down
    }

    /// What uses up the budget for emergency maintenance.
    public enum EmergencyCapCounts: String, CaseIterable, Hashable, Sendable, Codable {
        /// Only the part in which the service was down; nothing else is excluded for it.
        case downtime
        /// All of it.
        case maintenance
    }

    /// Which formula.
    public var formula: Formula
    /// What unknown time counts as.
    public var unknownPolicy: UnknownPolicy
    /// Notice that scheduled maintenance needs, in seconds before its start; on less, none of it is excluded.
    public var scheduledNoticeSeconds: Int64
    /// Budget for emergency maintenance in seconds a window; nil for none.
    public var emergencyCapSeconds: Int64?
    /// What that budget is spent on.
    public var emergencyCapCounts: EmergencyCapCounts

    /// Rules; by default nothing is asked of maintenance.
    public init(
        formula: Formula, unknownPolicy: UnknownPolicy, scheduledNoticeSeconds: Int64 = 0, emergencyCapSeconds: Int64? = nil,
        emergencyCapCounts: EmergencyCapCounts = .maintenance
    ) {
        self.formula = formula
        self.unknownPolicy = unknownPolicy
        self.scheduledNoticeSeconds = scheduledNoticeSeconds
        self.emergencyCapSeconds = emergencyCapSeconds
        self.emergencyCapCounts = emergencyCapCounts
    }
}
