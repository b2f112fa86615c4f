import Terms

/// What an agreement would not forgive if a service were down for all of a maintenance, over one window: said while something
/// can still be done about it. It comes from the same evaluation as the statement of that window.
public struct MaintenanceWarning: Codable, Hashable, Sendable {
    /// The agreement.
    public let agreement: AgreementID
    /// Its key.
    public let agreementKey: String
    /// The version of it that judges the window.
    public let agreementVersion: Int
    /// The commitment's id in the agreement.
    public let commitment: String
    /// The commitment's name.
    public let title: String
    /// The clause that makes the promise.
    public let clause: String
    /// Whether the promise binds.
    public let strength: Strength
    /// The window.
    public let window: StatementResource.WindowResource
    /// Seconds of downtime that would count because of the maintenance: no clause excludes them.
    public let notExcludedSeconds: Int64
    /// Whether the promise would be missed by that, and kept without the maintenance.
    public let breaksPromise: Bool
    /// What would be left of the downtime that the target allows.
    public let budget: StatementResource.BudgetResource
    /// What would not be excluded, by which clause it is judged, and why: of this maintenance, and of others that would be
    /// excluded for less because of it.
    public let qualifications: [Qualification]

    /// What two evaluations of a window differ in; nil where the maintenance costs nothing.
    ///
    /// - Parameters:
    ///   - source: the maintenance's id.
    ///   - with: the statement as if the service were down for all of it.
    ///   - without: the statement as if it were not done.
    public init?(
        _ source: String, with: Statement, without: Statement, agreement: AgreementID, version: Int
    ) {
        let more = with.seconds.countedDown - without.seconds.countedDown
        guard more > 0 else { return nil }
        self.agreement = agreement
        agreementKey = with.agreement
        agreementVersion = version
        commitment = with.commitment
        title = with.title
        clause = with.clause
        strength = with.strength
        window = StatementResource.WindowResource(with.window)
        notExcludedSeconds = more
        breaksPromise = with.verdict == .missed && without.verdict != .missed
        budget = StatementResource.BudgetResource(with.budget)
        let before = Dictionary(without.qualifications.map { (Place($0), $0.excludedSeconds) }, uniquingKeysWith: +)
        qualifications = with.qualifications.filter { item in
            item.source == source ? item.outcome != .counted : before[Place(item)].map { item.excludedSeconds < $0 } ?? false
        }
    }

    private struct Place: Hashable {
        let source: String
        let interval: Interval

        init(_ item: Qualification) {
            source = item.source
            interval = item.interval
        }
    }
}
