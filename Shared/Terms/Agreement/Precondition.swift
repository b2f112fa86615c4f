/// What must be so for a promise to hold, or a credit to be due.
///
/// `{id: zones, title: …, fact: two_zones}`, `{id: case, title: …, prior_case: {within: PT24H, of: outage_start}}`, or
/// `{id: plan, title: …, attributes: {plan: [enterprise]}}`.
public struct Precondition: Hashable, Sendable {
    /// What is asked for.
    public enum Requirement: Hashable, Sendable {
        /// A fact about the customer, by name: that it runs in two zones, that its invoices are paid, or anything else.
        case fact(String)
        /// That the customer opened a case in time.
        case priorCase(within: TimeSpan, of: CaseAnchor)
        /// What is known of the customer and the service.
        case attributes(AttributeMatch)
    }

    /// From when the time for opening a case runs.
    public enum CaseAnchor: String, CaseIterable, Hashable, Sendable {
        /// The beginning of the first outage that counts.
        case outageStart = "outage_start"
        /// The end of the last outage that counts.
        case outageEnd = "outage_end"
    }

    /// Its name.
    public let id: String
    /// What it asks for, in a few words.
    public let title: String
    /// The clause.
    public let clause: String
    /// Whether it binds; where it is an aim, it is noted and costs nothing.
    public let strength: Strength
    /// What is asked for.
    public let requirement: Requirement

    init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String) {
        id = reader["id"].key()
        title = reader["title"].text()
        clause = names.clause(of: reader, otherwise: otherwise)
        strength = reader.ifPresent("strength") { $0.choice() } ?? .guarantee
        let forms = ["fact", "prior_case", "attributes"].filter { reader.has($0) }
        if forms.count != 1 { reader.fail("must have exactly one of: fact, prior_case, attributes") }
        switch forms.first {
        case "prior_case":
            requirement = reader["prior_case"].object { part in
                .priorCase(within: part["within"].timeSpan(), of: part["of"].choice())
            }
        case "attributes": requirement = .attributes(AttributeMatch(reader["attributes"], names))
        case "fact": requirement = .fact(reader["fact"].key())
        default: requirement = .fact("")
        }
    }
}
