/// A window is over, and its first statement is made.
public struct StatementProvisional: EventPayload {
    /// `pledge.availability.statement.provisional.v1`
    public static let type = "pledge.availability.statement.provisional.v1"
    /// The statement.
    public let statement: StatementResource

    /// Tells of the first revision.
    public init(statement: StatementResource) {
        self.statement = statement
    }
}

/// The facts of a window that is over have changed, and with them its statement.
public struct StatementRestated: EventPayload {
    /// `pledge.availability.statement.restated.v1`
    public static let type = "pledge.availability.statement.restated.v1"
    /// The statement, with its new revision and the reason.
    public let statement: StatementResource

    /// Tells of a later revision.
    public init(statement: StatementResource) {
        self.statement = statement
    }
}
