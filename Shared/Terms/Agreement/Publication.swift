/// Something that must be made known: where, to whom, and how long before.
public struct Publication: Hashable, Sendable {
    /// What is made known.
    public enum Subject: String, CaseIterable, Hashable, Sendable, Codable {
        case status
        case incidents
        case maintenance
        case updates
        /// How a customer's own requests stand.
        case requests
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
    /// How soon after the fact it must show; nil where no time is promised.
    public let within: TimeSpan?
    /// The ways in which it reaches those who subscribe; empty where it is only shown.
    public let channels: [String]
    /// What customers subscribe to; nil where they cannot choose.
    public let subscribedBy: Subscription?
    /// What it is limited to; nil for everything.
    public let scope: AttributeMatch?

    /// What customers subscribe to.
    public enum Subscription: String, CaseIterable, Hashable, Sendable, Codable {
        /// Everything at once.
        case everything
        /// Each service by itself.
        case service
    }

    init(_ reader: NodeReader, _ names: AgreementNames) {
        clause = names.clause(reader["clause"])
        subject = reader["subject"].choice()
        title = reader["title"].text()
        at = reader.ifPresent("at") { $0.text() }
        notice = reader.ifPresent("notice") { $0.timeSpan() }
        within = reader.ifPresent("within") { $0.timeSpan() }
        channels = reader.ifPresent("channels") { $0.list(1...20) { $0.key() } } ?? []
        subscribedBy = reader.ifPresent("subscribed_by") { $0.choice() }
        scope = names.scope(reader)
        names.leave(reader, .publication, clause: clause, title: title)
    }
}
