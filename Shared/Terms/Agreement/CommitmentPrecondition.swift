/// What must be so for commitments to hold, such as a backup on the customer's side.
public struct CommitmentPrecondition: Hashable, Sendable {
    /// What is asked for. Where it is an aim, it is recorded with a claim and costs nothing.
    public let condition: Precondition
    /// The commitments, by id; empty for all.
    public let commitments: [String]

    init(_ reader: NodeReader, _ names: AgreementNames) {
        let clause = names.clause(reader["clause"])
        commitments = names.names(reader, "commitments", among: names.commitments, kind: "commitment")
        condition = Precondition(reader, names, clause)
    }
}
