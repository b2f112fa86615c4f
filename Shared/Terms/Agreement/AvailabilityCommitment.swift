/// Whether a promise binds, or is an aim. Only guarantees found a claim.
public enum Strength: String, CaseIterable, Hashable, Sendable, Codable {
    /// It binds.
    case guarantee
    /// Best effort.
    case target
}

/// A promise that a service is available for so much of a window.
public struct AvailabilityCommitment: Hashable, Sendable {
    /// How statements refer to it.
    public let id: String
    /// Its name.
    public let title: String
    /// The clause that promises it.
    public let clause: String
    /// Whether it binds.
    public let strength: Strength
    /// The services that it is about.
    public let services: [String]
    /// The plans that it is for; empty for all.
    public let plans: [String]
    /// What else must be so for it to hold; nil for nothing.
    public let scope: AttributeMatch?
    /// Over which stretch of time it is judged.
    public let window: WindowKind
    /// The clause that says so.
    public let windowClause: String
    /// What excluded time does to the measured time.
    public let formula: AvailabilityRules.Formula
    /// The clause that says so.
    public let formulaClause: String
    /// What time counts as of which nothing is known.
    public let unknownPolicy: AvailabilityRules.UnknownPolicy
    /// The least availability that keeps it.
    public let target: Percent
    /// The remedy when it is missed; nil where the agreement offers none.
    public let remedy: String?

    init(_ reader: NodeReader, _ names: AgreementNames) {
        let _: Kind = reader["kind"].choice()
        id = reader["id"].key()
        title = reader["title"].text()
        let clause = names.clause(reader["clause"])
        self.clause = clause
        strength = reader["strength"].choice()
        services = reader["services"].list(1...200) { names.name($0, among: names.services, kind: "service") }
        plans = names.names(reader, "plans", among: names.plans, kind: "plan")
        scope = names.scope(reader)
        (window, windowClause) = reader["window"].object { part in
            let expected = "month, quarter, year, or rolling-<days>d such as rolling-180d"
            return (part["kind"].parsed(expected, standIn: .month) { WindowKind($0) }, names.clause(of: part, otherwise: clause))
        }
        (formula, formulaClause) = reader["formula"].object { part in
            (part["rule"].choice(), names.clause(of: part, otherwise: clause))
        }
        unknownPolicy = reader["unknown_time"].choice()
        target = reader["target"].percent()
        remedy = reader.ifPresent("remedy") { names.name($0, among: names.remedies, kind: "remedy") }
    }

    /// What a commitment of this list may promise. Other promises have sections of their own.
    private enum Kind: String, CaseIterable {
        case availability
    }
}
