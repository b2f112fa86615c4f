/// How the agreement itself may change.
public struct ChangeRule: Hashable, Sendable {
    /// Which changes it is about.
    public enum Change: String, CaseIterable, Hashable, Sendable {
        /// Any change.
        case any
        /// What makes a promise smaller.
        case reduction
        /// What makes a promise larger.
        case improvement
    }

    /// What becomes of windows that run when another version comes into force.
    public enum RunningWindows: String, CaseIterable, Hashable, Sendable {
        /// They are judged by the version that was in force when they began.
        case keep
        /// They are judged by the version that is in force when they end.
        case `switch`
    }

    /// The clause.
    public let clause: String
    /// Which changes it is about.
    public let change: Change
    /// What it says.
    public let title: String
    /// Days of notice, counted in local days; 0 for at once, nil where nothing is said.
    public let noticeDays: Int?
    /// Whether notice must come before the change takes effect, however shortly. So it must wherever days are set.
    public let isInAdvance: Bool
    /// The ways in which notice is given.
    public let channels: [String]
    /// What becomes of windows that run; nil where nothing is said, which is that they keep their version.
    public let runningWindows: RunningWindows?

    init(_ reader: NodeReader, _ names: AgreementNames) {
        clause = names.clause(reader["clause"])
        change = reader["change"].choice()
        title = reader["title"].text()
        noticeDays = reader.ifPresent("notice_days") { Int($0.integer(0...3660)) }
        isInAdvance = reader.ifPresent("in_advance") { $0.bool() } ?? ((noticeDays ?? 0) > 0)
        if !isInAdvance, let noticeDays, noticeDays > 0 {
            reader["in_advance"].fail("cannot be false with days of notice")
        }
        channels = reader.ifPresent("channels") { $0.list(0...20) { $0.key() } } ?? []
        runningWindows = reader.ifPresent("running_windows") { $0.choice() }
    }
}
