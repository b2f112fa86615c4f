/// How grave an operational incident is, and what that entails.
public struct IncidentPriority: Hashable, Sendable {
    /// When work on it begins.
    public enum Escalation: String, CaseIterable, Hashable, Sendable {
        case immediately
        /// When its calendar is open.
        case inHours = "in_hours"
        /// Some time, as planned.
        case planned
    }

    /// The priority's key: `p1`.
    public let key: String
    /// Its name.
    public let title: String
    /// The clause.
    public let clause: String
    /// What belongs to it.
    public let definition: String
    /// Whether such an incident is unavailability.
    public let countsAsDown: Bool
    /// Whether it is shown on the status page.
    public let isPublished: Bool
    /// The clause that says so.
    public let publicationClause: String
    /// When work on it begins; nil where nothing is said.
    public let escalation: Escalation?
    /// Time between updates; nil where none are promised.
    public let updateEvery: TimeSpan?
    /// The calendar in which that time runs.
    public let calendar: String?
    /// The clause that says so.
    public let cadenceClause: String

    init(_ reader: NodeReader, _ names: AgreementNames) {
        key = reader["key"].key()
        title = reader["title"].text()
        let clause = names.clause(reader["clause"])
        self.clause = clause
        definition = reader["definition"].prose(1...1000)
        countsAsDown = reader["counts_as_down"].bool()
        isPublished = reader["published"].bool()
        publicationClause = reader.ifPresent("publication_clause") { names.clause($0) } ?? clause
        escalation = reader.ifPresent("escalation") { $0.choice() }
        updateEvery = reader.ifPresent("update_every") { $0.timeSpan() }
        calendar = reader.ifPresent("calendar") { names.name($0, among: names.calendars, kind: "calendar") }
        cadenceClause = reader.ifPresent("cadence_clause") { names.clause($0) } ?? clause
        if updateEvery?.seconds == 0 { reader["update_every"].fail("must be longer than nothing") }
    }
}

extension IncidentPriority {
    /// When the next update is due: so long after the last one, or after the declaration, in open time of the priority's
    /// calendar. Nil where no updates are promised.
    public func nextUpdate(declaredAt: Instant, updates: [Instant], calendars: [String: ServiceCalendar]) -> Instant? {
        guard let updateEvery else { return nil }
        let last = updates.filter { $0 > declaredAt }.max() ?? declaredAt
        let hours = calendar.flatMap { calendars[$0] } ?? ServiceCalendar(alwaysOpenIn: .utc)
        return hours.due(updateEvery.seconds, after: last)
    }

    /// When work on an incident must begin that was declared at an instant; nil where nothing is said, or it is planned.
    public func beginsAt(declaredAt: Instant, calendars: [String: ServiceCalendar]) -> Instant? {
        switch escalation {
        case .immediately: declaredAt
        case .inHours: calendar.flatMap { calendars[$0] }?.due(1, after: declaredAt)?.advanced(by: -1)
        case .planned, nil: nil
        }
    }
}
