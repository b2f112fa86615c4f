/// A clause that cannot be measured, kept and shown.
public struct Declaration: Hashable, Sendable {
    /// The clause.
    public let clause: String
    /// What it is about.
    public let title: String

    init(_ reader: NodeReader, _ names: AgreementNames) {
        clause = names.clause(reader["clause"])
        title = reader["title"].text()
        names.leave(reader, .declaration, clause: clause, title: title)
    }
}
