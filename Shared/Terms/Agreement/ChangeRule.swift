/// How the agreement itself may change.
public struct ChangeRule: Hashable, Sendable {
    /// Which changes it is about.
    public enum Change: String, CaseIterable, Hashable, Sendable {
        /// Any change.
        case any
        /// What makes a promise smaller.
        case reduction
        /// What makes a promise larger.
        case improvement
    }

    /// The clause.
    public let clause: String
    /// Which changes it is about.
    public let change: Change
    /// What it says.
    public let title: String
    /// Days of notice, counted in local days; 0 for at once, nil where nothing is said.
    public let noticeDays: Int?
    /// The ways in which notice is given.
    public let channels: [String]

    init(_ reader: NodeReader, _ names: AgreementNames) {
        clause = names.clause(reader["clause"])
        change = reader["change"].choice()
        title = reader["title"].text()
        noticeDays = reader.ifPresent("notice_days") { Int($0.integer(0...3660)) }
        channels = reader.ifPresent("channels") { $0.list(0...20) { $0.key() } } ?? []
        names.leave(reader, .changeRule, clause: clause, title: title)
    }
}

/// An edition of the agreement, as the source lists it.
public struct HistoryEntry: Hashable, Sendable {
    /// The clause.
    public let clause: String
    /// The edition.
    public let edition: String
    /// The day, as far as it can be told.
    public let date: LocalDate?
    /// What the source prints.
    public let asWritten: String

    init(_ reader: NodeReader, _ names: AgreementNames) {
        clause = names.clause(reader["clause"])
        edition = reader["edition"].text(1...40)
        date = reader.ifPresent("date") { $0.date() }
        asWritten = reader["as_written"].text()
        names.leave(reader, .history, clause: clause, title: "Edition \(edition)")
    }
}

/// A clause that cannot be measured, kept and shown.
public struct Declaration: Hashable, Sendable {
    /// The clause.
    public let clause: String
    /// What it is about.
    public let title: String

    init(_ reader: NodeReader, _ names: AgreementNames) {
        clause = names.clause(reader["clause"])
        title = reader["title"].text()
        names.leave(reader, .declaration, clause: clause, title: title)
    }
}
