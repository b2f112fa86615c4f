/// How urgent a support request is, by the agreement's words.
public struct SupportPriority: Hashable, Sendable {
    /// Who decides on the priority.
    public enum Classifier: String, CaseIterable, Hashable, Sendable {
        case customer
        case provider
        /// The customer proposes; the provider may change it, with a reason.
        case customerThenProvider = "customer_then_provider"
    }

    /// The priority's key.
    public let key: String
    /// Its name.
    public let title: String
    /// The clause.
    public let clause: String
    /// What belongs to it.
    public let definition: String
    /// Who decides.
    public let classifiedBy: Classifier

    init(_ reader: NodeReader, _ names: AgreementNames) {
        key = reader["key"].key()
        title = reader["title"].text()
        clause = names.clause(reader["clause"])
        definition = reader["definition"].prose(1...1000)
        classifiedBy = reader["classified_by"].choice()
        names.leave(reader, .priority, clause: clause, title: "Priority \(title)")
    }
}

/// A level of support: who has it, when it is there, how fast it answers.
public struct SupportTier: Hashable, Sendable {
    /// The tier's key.
    public let key: String
    /// Its name.
    public let title: String
    /// The clause.
    public let clause: String
    /// The plans that have it; empty for all.
    public let plans: [String]
    /// The calendar in which its clocks run.
    public let calendar: String
    /// The ways to ask.
    public let channels: [String]
    /// What a request must state.
    public let required: [String]
    /// How fast it answers. A tier without targets has no clocks.
    public let targets: [SupportTarget]

    init(_ reader: NodeReader, _ names: AgreementNames) {
        key = reader["key"].key()
        title = reader["title"].text()
        let clause = names.clause(reader["clause"])
        self.clause = clause
        plans = names.names(reader, "plans", among: names.plans, kind: "plan")
        calendar = names.name(reader["calendar"], among: names.calendars, kind: "calendar")
        channels = reader.ifPresent("channels") { $0.list(0...20) { $0.key() } } ?? []
        required = reader.ifPresent("required") { $0.list(0...20) { $0.text() } } ?? []
        targets = reader["targets"].list(0...50) { SupportTarget($0, names, clause) }
        if targets.isEmpty { names.leave(reader, .supportTarget, clause: clause, title: title) }
    }
}

/// How fast something must happen to a request of one priority.
public struct SupportTarget: Hashable, Sendable {
    /// What must happen.
    public enum Measure: String, CaseIterable, Hashable, Sendable {
        case acknowledgement
        case firstResponse = "first_response"
        /// An average over the window, never a deadline of one request.
        case meanFirstResponse = "mean_first_response"
        case resolution
        case nextUpdate = "next_update"
    }

    /// The clause.
    public let clause: String
    /// The priority; nil for requests of any.
    public let priority: String?
    /// What must happen.
    public let measure: Measure
    /// The time it may take, in open time of the tier's calendar.
    public let within: TimeSpan
    /// The time that is aimed for, where it is shorter.
    public let aim: TimeSpan?
    /// Whether it binds.
    public let strength: Strength

    init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String) {
        clause = names.clause(of: reader, otherwise: otherwise)
        priority = reader.ifPresent("priority") { names.name($0, among: names.priorities, kind: "priority") }
        measure = reader["measure"].choice()
        within = reader["within"].timeSpan()
        aim = reader.ifPresent("aim") { $0.timeSpan() }
        strength = reader["strength"].choice()
        if within.seconds == 0 { reader["within"].fail("must be longer than nothing") }
        names.leave(
            reader, .supportTarget, clause: clause, title: "\(measure.rawValue) of \(priority ?? "any priority") within \(within)"
        )
    }
}
