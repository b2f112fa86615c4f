/// Something that happens, and that customers may have to hear of.
public struct Occurrence: Hashable, Sendable, Codable {
    /// What is to be made known.
    public let subject: Publication.Subject
    /// From when time counts: of maintenance its beginning, of an update of the agreement its coming into force, of all else
    /// when it happened.
    public let at: Instant
    /// The service that it is about, by key; nil for none in particular.
    public let service: String?
    /// How grave an incident is, by the agreement's key; nil where it is none, or nobody has said.
    public let priority: String?
    /// What kind of maintenance it is; nil for everything else.
    public let maintenance: Maintenance.Kind?

    /// Something that happens.
    public init(
        _ subject: Publication.Subject, at: Instant, service: String? = nil, priority: String? = nil,
        maintenance: Maintenance.Kind? = nil
    ) {
        self.subject = subject
        self.at = at
        self.service = service
        self.priority = priority
        self.maintenance = maintenance
    }

    /// What is known of it, as scopes ask for it. A `scope` may name the kind of `maintenance`, and the `priority`.
    var known: ScopeFacts {
        var attributes: [String: String] = [:]
        attributes["service"] = service
        attributes["priority"] = priority
        attributes["maintenance"] = maintenance?.rawValue
        return ScopeFacts(attributes: attributes)
    }
}
