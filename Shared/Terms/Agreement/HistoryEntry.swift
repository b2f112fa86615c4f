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
