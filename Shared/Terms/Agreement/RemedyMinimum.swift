/// The least that a credit must come to: `{percent: "1", otherwise: nothing}`.
public struct RemedyMinimum: Hashable, Sendable {
    /// What becomes of a smaller one.
    public enum Otherwise: String, CaseIterable, Hashable, Sendable {
        /// Nothing is credited.
        case nothing
        /// The minimum is.
        case raised
    }

    /// How much: of the fee base, or an amount.
    public let limit: RemedyCap.Limit
    /// What becomes of a smaller one.
    public let otherwise: Otherwise
    /// The clause.
    public let clause: String

    init(_ reader: NodeReader, _ names: AgreementNames, _ enclosing: String) {
        limit = RemedyCap.Limit(reader)
        otherwise = reader["otherwise"].choice()
        clause = names.clause(of: reader, otherwise: enclosing)
    }
}
