/// How grave an operational incident is, and what that entails.
public struct IncidentPriority: Hashable, Sendable {
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
    /// Time between updates; nil where none are promised.
    public let updateEvery: TimeSpan?
    /// The calendar in which that time runs.
    public let calendar: String?

    init(_ reader: NodeReader, _ names: AgreementNames) {
        key = reader["key"].key()
        title = reader["title"].text()
        clause = names.clause(reader["clause"])
        definition = reader["definition"].prose(1...1000)
        countsAsDown = reader["counts_as_down"].bool()
        isPublished = reader["published"].bool()
        updateEvery = reader.ifPresent("update_every") { $0.timeSpan() }
        calendar = reader.ifPresent("calendar") { names.name($0, among: names.calendars, kind: "calendar") }
        names.leave(reader, .priority, clause: clause, title: "Incident priority \(title)")
    }
}
