/// A month is over: how the promises about a customer's tickets were kept in it.
public struct SupportStatementProvisional: EventPayload, Equatable {
    /// `pledge.ticketing.support_statement.provisional.v1`
    public static let type = "pledge.ticketing.support_statement.provisional.v1"
    /// The statement as it stands.
    public let supportStatement: SupportStatementResource

    /// Tells of `supportStatement`.
    public init(supportStatement: SupportStatementResource) {
        self.supportStatement = supportStatement
    }
}

/// A support statement was corrected.
public struct SupportStatementRestated: EventPayload, Equatable {
    /// `pledge.ticketing.support_statement.restated.v1`
    public static let type = "pledge.ticketing.support_statement.restated.v1"
    /// The statement as it stands.
    public let supportStatement: SupportStatementResource

    /// Tells of `supportStatement`.
    public init(supportStatement: SupportStatementResource) {
        self.supportStatement = supportStatement
    }
}

/// The settling time of a support statement is over.
public struct SupportStatementFinal: EventPayload, Equatable {
    /// `pledge.ticketing.support_statement.final.v1`
    public static let type = "pledge.ticketing.support_statement.final.v1"
    /// The statement as it stands.
    public let supportStatement: SupportStatementResource

    /// Tells of `supportStatement`.
    public init(supportStatement: SupportStatementResource) {
        self.supportStatement = supportStatement
    }
}
