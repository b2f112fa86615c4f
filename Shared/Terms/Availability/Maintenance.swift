/// Maintenance as it was announced.
public struct Maintenance: Hashable, Sendable, Codable {
    /// How it came about.
    public enum Kind: String, CaseIterable, Hashable, Sendable, Codable {
        /// Planned; counts as excluded when it was announced in time.
        case scheduled
        /// Urgent; counts as excluded within the agreement's budget for it.
        case emergency
    }

    /// What shows that those to whom notice of it was owed had it.
    public enum Proof: Hashable, Sendable, Codable {
        /// Its announcement: nobody was owed more, or nothing else is known.
        case announcement
        /// The last of them had it then.
        case given(Instant)
        /// Nothing shows it of one of them at least.
        case missing
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
    /// What shows that those to whom notice of it was owed had it.
    public let proof: Proof

    /// Maintenance of that kind, over that time.
    public init(
        id: String, kind: Kind, interval: Interval, announcedAt: Instant?, components: [String] = [],
        proof: Proof = .announcement
    ) {
        self.id = id
        self.kind = kind
        self.interval = interval
        self.announcedAt = announcedAt
        self.components = components
        self.proof = proof
    }

    /// Seconds between the announcement and the start; negative when it was announced late, nil when never.
    public var noticeSeconds: Int64? {
        announcedAt.map { interval.start - $0 }
    }

    /// Whether notice of it is proved, and not only its announcement known.
    public var isProved: Bool {
        if case .given = proof { return true }
        return false
    }

    /// Seconds of notice that those had to whom it was owed: by the proof where the agreement asks for notice, else since the
    /// announcement. Nil when there was none, or nothing shows it.
    public func noticeSeconds(isOwed: Bool) -> Int64? {
        guard isOwed, announcedAt != nil else { return noticeSeconds }
        switch proof {
        case .announcement: return noticeSeconds
        case .given(let instant): return interval.start - instant
        case .missing: return nil
        }
    }
}
