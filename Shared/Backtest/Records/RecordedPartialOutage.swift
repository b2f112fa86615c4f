import Terms

/// An outage that touched some of a service's users.
public struct RecordedPartialOutage: Hashable, Sendable {
    /// Which one, whatever its revision.
    struct Key: Hashable, Sendable {
        let service: String
        let id: String
    }

    /// The service's key.
    public let service: String
    /// What it did.
    public let outage: PartialOutage
    /// The higher one prevails.
    public let revision: Int64
    /// Taken back: it never counted.
    public let withdrawn: Bool

    init(_ reader: NodeReader) {
        service = reader["service"].key()
        outage = PartialOutage(
            id: reader["id"].recordedID(), interval: reader.recordedStretch(), share: reader["affected_percent"].percent())
        revision = reader.ifPresent("revision") { $0.integer(1...Int64(Int32.max)) } ?? 1
        withdrawn = reader.ifPresent("withdrawn") { $0.bool() } ?? false
    }

    var key: Key { Key(service: service, id: outage.id) }

    /// Which of two reports on one outage stands, in whichever order they come: the higher revision; of equal ones the one
    /// that reports more.
    static func prevailing(_ a: RecordedPartialOutage, _ b: RecordedPartialOutage) -> RecordedPartialOutage {
        if a.revision != b.revision { return a.revision > b.revision ? a : b }
        if a.withdrawn != b.withdrawn { return a.withdrawn ? b : a }
        if a.outage.share != b.outage.share { return a.outage.share > b.outage.share ? a : b }
        if a.outage.interval.end != b.outage.interval.end { return a.outage.interval.end > b.outage.interval.end ? a : b }
        return a.outage.interval.start <= b.outage.interval.start ? a : b
    }
}
