/// Something that must be made known: where, to whom, and how long before.
public struct Publication: Hashable, Sendable {
    /// What is made known.
    public enum Subject: String, CaseIterable, Hashable, Sendable {
        case status
        case incidents
        case maintenance
        case updates
    }

    /// The clause.
    public let clause: String
    /// What is made known.
    public let subject: Subject
    /// What is promised, in the words of the clause.
    public let title: String
    /// Where it is found.
    public let at: String?
    /// How long before; nil where no time is promised.
    public let notice: TimeSpan?

    init(_ reader: NodeReader, _ names: AgreementNames) {
        clause = names.clause(reader["clause"])
        subject = reader["subject"].choice()
        title = reader["title"].text()
        at = reader.ifPresent("at") { $0.text() }
        notice = reader.ifPresent("notice") { $0.timeSpan() }
        names.leave(reader, .publication, clause: clause, title: title)
    }
}

/// A report that customers are due.
public struct ReportDuty: Hashable, Sendable {
    /// The clause.
    public let clause: String
    /// What is promised.
    public let title: String
    /// The plans that get it; empty for all.
    public let plans: [String]
    /// What it is about.
    public let every: WindowKind
    /// What must be in it.
    public let contents: [String]
    /// Business days after the window in which it is due; nil where nothing is said.
    public let dueBusinessDays: Int?
    /// The calendar of those days.
    public let calendar: String?

    init(_ reader: NodeReader, _ names: AgreementNames) {
        clause = names.clause(reader["clause"])
        title = reader["title"].text()
        plans = names.names(reader, "plans", among: names.plans, kind: "plan")
        every = reader["every"].parsed("month, quarter or year", standIn: .month) { WindowKind($0) }
        contents = reader["contents"].list(1...50) { $0.text() }
        dueBusinessDays = reader.ifPresent("due_business_days") { Int($0.integer(1...365)) }
        calendar = reader.ifPresent("calendar") { names.name($0, among: names.calendars, kind: "calendar") }
        names.leave(reader, .report, clause: clause, title: title)
    }
}
