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
    /// What else must be so to have it; nil for nothing.
    public let scope: AttributeMatch?
    /// The calendar in which its clocks run.
    public let calendar: String
    /// The ways to ask.
    public let channels: [String]
    /// What a request must state.
    public let required: [String]
    /// How requests are taken in; nil where nothing is said.
    public let intake: SupportIntake?
    /// Who may ask, and for what not; nil where nothing is said.
    public let access: SupportAccess?
    /// The languages that are spoken; nil where nothing is said.
    public let languages: SupportLanguages?
    /// How fast it answers. A tier without targets has no clocks.
    public let targets: [SupportTarget]

    init(_ reader: NodeReader, _ names: AgreementNames) {
        key = reader["key"].key()
        title = reader["title"].text()
        let clause = names.clause(reader["clause"])
        self.clause = clause
        plans = names.names(reader, "plans", among: names.plans, kind: "plan")
        scope = names.scope(reader)
        let calendar = names.name(reader["calendar"], among: names.calendars, kind: "calendar")
        self.calendar = calendar
        channels = reader.ifPresent("channels") { $0.list(0...20) { $0.key() } } ?? []
        required = reader.ifPresent("required") { $0.list(0...20) { $0.text() } } ?? []
        intake = reader.ifPresent("intake") { $0.object { SupportIntake($0, names, clause) } }
        access = reader.ifPresent("access") { $0.object { SupportAccess($0, names, clause) } }
        languages = reader.ifPresent("languages") { $0.object { SupportLanguages($0, names, clause) } }
        targets = reader["targets"].list(0...50) { SupportTarget($0, names, clause, names.hours[calendar]) }
        if targets.isEmpty { names.leave(reader, .supportTarget, clause: clause, title: title) }
    }
}

extension SupportTier {
    /// The open seconds that something may take, by priority. A target without a priority is for all of `priorities`.
    ///
    /// Where an aim and a guarantee are about the same priority, the guarantee decides. `aims` asks for the time that is aimed for, where it is shorter. An average is no deadline, and not among them.
    public func targetSeconds(_ measure: SupportTarget.Measure, priorities: [String], aims: Bool = false) -> [String: Int64] {
        guard measure != .meanFirstResponse else { return [:] }
        let asked = targets.filter { $0.measure == measure }
        let binding = asked.filter { $0.strength == .guarantee }
        return (asked.filter { $0.strength == .target } + binding).reduce(into: [:]) { seconds, target in
            let span = aims ? target.aim ?? target.within : target.within
            for priority in target.priority.map({ [$0] }) ?? priorities { seconds[priority] = span.seconds }
        }
    }

    /// The target that decides about something for requests of a priority; nil where there is none. Of several it is the one
    /// whose time ``targetSeconds(_:priorities:aims:)`` gives.
    public func target(_ measure: SupportTarget.Measure, priority: String) -> SupportTarget? {
        let asked = targets.filter { $0.measure == measure && ($0.priority == nil || $0.priority == priority) }
        return asked.last { $0.strength == .guarantee } ?? asked.last
    }
}
