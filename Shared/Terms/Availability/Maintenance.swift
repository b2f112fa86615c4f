/// Maintenance as it was announced.
public struct Maintenance: Hashable, Sendable, Codable {
    /// How it came about.
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// Planned; counts as excluded when it was announced in time.
        case scheduled
        /// Urgent; counts as excluded within the agreement's budget for it.
        case emergency
    }

    /// The maintenance's id where it is kept.
    public let id: String
    /// How it came about.
    public let kind: Kind
    /// From when until when.
    public let interval: Interval
    /// When it was announced; nil when it never was.
    public let announcedAt: Instant?
    /// The components that it touches; empty for the whole service.
    public let components: [String]

    /// Maintenance of that kind, over that time.
    public init(id: String, kind: Kind, interval: Interval, announcedAt: Instant?, components: [String] = []) {
        self.id = id
        self.kind = kind
        self.interval = interval
        self.announcedAt = announcedAt
        self.components = components
    }

    /// Seconds between the announcement and the start; negative when it was announced late, nil when never.
    public var noticeSeconds: Int64? {
        announcedAt.map { interval.start - $0 }
    }
}
