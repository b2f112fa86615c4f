/// The agreement grants nothing when its promises are missed, and says so, or is silent about it.
public struct NoRemedy: Hashable, Sendable {
    /// The clause, which may be one that names the silence.
    public let clause: String
    /// What it comes to.
    public let title: String

    init(_ reader: NodeReader, _ names: AgreementNames) {
        clause = names.clause(reader["clause"])
        title = reader["title"].text()
    }
}
