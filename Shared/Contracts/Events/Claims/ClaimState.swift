/// Where a claim stands.
public enum ClaimState: String, Codable, Hashable, Sendable, CaseIterable {
    /// Made from a missed statement; nobody has claimed it yet.
    case drafted
    /// Something that the agreement asks for is missing.
    case needsEvidence = "needs_evidence"
    /// Accepted before its window closed, or before the statement was final, and waits for that.
    case awaitingWindow = "awaiting_window"
    /// Somebody must answer.
    case underReview = "under_review"
    /// Granted.
    case approved
    /// Not granted, with a reason.
    case refused
    /// Taken back by whoever made it.
    case withdrawn
    /// A draft that nobody claimed in time.
    case expired

    /// Whether it was claimed and is not decided.
    public var isOpen: Bool { self == .needsEvidence || self == .awaitingWindow || self == .underReview }
    /// Whether an answer was given.
    public var isDecided: Bool { self == .approved || self == .refused }
}
