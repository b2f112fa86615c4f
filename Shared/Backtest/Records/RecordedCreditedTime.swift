import Terms

/// Downtime that an earlier credit has used up, for commitments that consume it.
public struct RecordedCreditedTime: Hashable, Sendable {
    /// The service's key.
    public let service: String
    /// The commitment that it was credited under; nil for every one.
    public let commitment: String?
    /// When.
    public let interval: Interval

    init(_ reader: NodeReader) {
        service = reader["service"].key()
        commitment = reader.ifPresent("commitment") { $0.key() }
        interval = reader.recordedStretch()
        if interval.end == .latest { _ = reader["to"].instant() }
    }
}
