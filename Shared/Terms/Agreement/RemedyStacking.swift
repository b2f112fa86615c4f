/// How credits for several things go together.
public struct RemedyStacking: Hashable, Sendable {
    /// Those of the agreement's own commitments, in one window.
    public let commitments: Credit.Stacking
    /// That of this agreement and those of others, for the same window.
    public let agreements: Credit.Stacking
    /// The clause.
    public let clause: String

    init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String) {
        commitments = reader.ifPresent("commitments") { $0.choice() } ?? .highest
        agreements = reader.ifPresent("agreements") { $0.choice() } ?? .sum
        clause = names.clause(of: reader, otherwise: otherwise)
    }

    init(commitments: Credit.Stacking, agreements: Credit.Stacking, clause: String) {
        self.commitments = commitments
        self.agreements = agreements
        self.clause = clause
    }
}
