/// A promise about speed, delivery or quality: such a share of so many things satisfies a condition, or a figure over all
/// of them does.
public struct Objective: Hashable, Sendable {
    /// Its name among the objectives.
    public let id: String
    /// The clause.
    public let clause: String
    /// What is promised, in the words of the clause.
    public let title: String
    /// Whether it binds.
    public let strength: Strength
    /// The service.
    public let service: String
    /// The part of the service; nil for the whole.
    public let part: String?
    /// The plans that it is for; empty for all.
    public let plans: [String]
    /// How large the share must be; nil where a figure over all is promised.
    public let share: Comparison?
    /// The figure over all that must keep the limit; nil where a share is promised.
    public let aggregate: Aggregate?
    /// Of what: `messages`, `calls`, `call_seconds`.
    public let population: String
    /// What is looked at: `delivered`, `delivery_time`.
    public let metric: String
    /// What it must be, where none of `limits` says otherwise; nil where the metric is itself a yes or no.
    public let limit: Comparison?
    /// Limits that depend on the customer or the service; the first that holds counts.
    public let limits: [Limit]
    /// The parts that are looked at one by one, and how many of them must keep the promise; nil where all is one.
    public let across: Across?
    /// Over which stretch of time.
    public let window: WindowKind
    /// The calendar in which times run; nil for every second.
    public let calendar: String?
    /// The remedy when it is missed; nil where the agreement offers none.
    public let remedy: String?

    /// A bound: `{at_least: "95"}`, `{at_most: "200", unit: ms}`.
    public struct Comparison: Hashable, Sendable {
        /// Which side of the value is good.
        public enum Relation: String, CaseIterable, Hashable, Sendable, Codable {
            case atLeast = "at_least"
            case above
            case atMost = "at_most"
            case below
        }

        /// Which side of the value is good.
        public let relation: Relation
        /// The value, exactly.
        public let value: Percent
        /// Its unit; nil for per cent.
        public let unit: String?
    }

    init(_ reader: NodeReader, _ names: AgreementNames) {
        id = reader["id"].key()
        clause = names.clause(reader["clause"])
        title = reader["title"].text()
        strength = reader["strength"].choice()
        service = names.name(reader["service"], among: names.services, kind: "service")
        part = reader.ifPresent("part") { $0.key() }
        plans = names.names(reader, "plans", among: names.plans, kind: "plan")
        let forms = ["share", "aggregate"].filter { reader.has($0) }
        if forms.count != 1 { reader.fail("must have exactly one of: share, aggregate") }
        share = reader.ifPresent("share") { $0.object { Comparison($0, hasUnit: false) } }
        aggregate = reader.ifPresent("aggregate") { $0.choice() }
        population = reader["of"].key()
        metric = reader["metric"].key()
        limit = reader.ifPresent("limit") { $0.object { Comparison($0, hasUnit: true) } }
        if aggregate != nil, limit == nil { reader["limit"].fail("is required with aggregate") }
        limits = reader.ifPresent("limits") { $0.list(1...50) { Limit($0, names) } } ?? []
        across = reader.ifPresent("across") { $0.object(Across.init) }
        window = reader["window"].parsed(WindowKind.expected, standIn: .month) { WindowKind($0) }
        calendar = reader.ifPresent("calendar") { names.name($0, among: names.calendars, kind: "calendar") }
        remedy = reader.ifPresent("remedy") { names.name($0, among: names.remedies, kind: "remedy") }
    }
}

extension Objective.Comparison {
    init(_ reader: NodeReader, hasUnit: Bool) {
        let relations = Relation.allCases.filter { reader.has($0.rawValue) }
        relation = relations.first ?? .atLeast
        if relations.count != 1 { reader.fail("must have exactly one of: at_least, above, at_most, below") }
        value = reader[relation.rawValue].percent(atMost: hasUnit ? Percent(whole: 9999) : .hundred)
        unit = hasUnit ? reader["unit"].text(1...20) : nil
    }
}
