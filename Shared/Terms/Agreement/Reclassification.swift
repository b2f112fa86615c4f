/// Who may change how urgent a request is after it was made, and what that does.
public struct Reclassification: Hashable, Sendable {
    /// Whose word it is.
    public enum Party: String, CaseIterable, Hashable, Sendable {
        case customer
        case provider
    }

    /// What becomes of a running clock. Either way it keeps its start, and the old clock's state is recorded.
    public enum ClockRule: String, CaseIterable, Hashable, Sendable {
        /// The new priority's target, from the opening on.
        case newTarget = "new_target"
        /// The target of the priority at the opening.
        case oldTarget = "old_target"
    }

    /// The clause.
    public let clause: String
    /// Whose word it is.
    public let by: Party
    /// Whether a reason must be given.
    public let needsReason: Bool
    /// What becomes of a running clock.
    public let clock: ClockRule
    /// Whether the new due time is shown before the change is made, as the change may be the breach.
    public let showsDueFirst: Bool

    init(_ reader: NodeReader, _ names: AgreementNames) {
        clause = names.clause(reader["clause"])
        by = reader["by"].choice()
        needsReason = reader.ifPresent("reason") { $0.bool() } ?? false
        clock = reader.ifPresent("clock") { $0.choice() } ?? .newTarget
        showsDueFirst = reader.ifPresent("shows_due_first") { $0.bool() } ?? false
    }
}
