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

extension ReportDuty {
    /// When the report on a window is due: at the closing of the last of its business days after the window. Nil where no
    /// day is set.
    public func due(for window: Window, calendars: [String: ServiceCalendar]) -> Instant? {
        guard let days = dueBusinessDays, let calendar = calendar.flatMap({ calendars[$0] }) else { return nil }
        // The window's last day is day 0.
        return calendar.due(businessDays: days, after: window.interval.end.advanced(by: -1))
    }
}
