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
    /// Whether downtime that was credited once does not count again in later windows.
    public let consumesDowntime: Bool
    /// What is counted.
    public let measure: AvailabilityMeasure
    /// The clause that says so.
    public let measureClause: String
    /// What excluded time does to the measured time.
    public let formula: AvailabilityRules.Formula
    /// The clause that says so.
    public let formulaClause: String
    /// What time counts as of which nothing is known.
    public let unknownPolicy: AvailabilityRules.UnknownPolicy
    /// The least availability that keeps it, where none of `targets` says otherwise.
    public let target: Percent
    /// Targets that depend on the customer or the service; the first that holds counts.
    public let targets: [AttributeTarget]
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
        (window, windowClause, consumesDowntime) = reader["window"].object { part in
            let kind = part["kind"].parsed(WindowKind.expected, standIn: .month) { WindowKind($0) }
            let consumes = part.ifPresent("consumes_downtime") { $0.bool() } ?? false
            if consumes, kind.rollingDays == nil { part["consumes_downtime"].fail("is only for rolling windows") }
            return (kind, names.clause(of: part, otherwise: clause), consumes)
        }
        (measure, measureClause) =
            reader.ifPresent("measure") { part in
                part.object { (AvailabilityMeasure($0), names.clause(of: $0, otherwise: clause)) }
            } ?? (.time, clause)
        (formula, formulaClause) = reader["formula"].object { part in
            (part["rule"].choice(), names.clause(of: part, otherwise: clause))
        }
        unknownPolicy = reader["unknown_time"].choice()
        target = reader["target"].percent()
        targets = reader.ifPresent("targets") { $0.list(1...50) { AttributeTarget($0, names, clause) } } ?? []
        remedy = reader.ifPresent("remedy") { names.name($0, among: names.remedies, kind: "remedy") }
    }

    /// What a commitment of this list may promise. Other promises have sections of their own.
    private enum Kind: String, CaseIterable {
        case availability
    }
}
