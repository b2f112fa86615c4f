/// Somebody proposed that time shall not count.
public struct ExclusionProposed: EventPayload {
    /// `pledge.availability.exclusion.proposed.v1`
    public static let type = "pledge.availability.exclusion.proposed.v1"
    /// The exclusion as it stands.
    public let exclusion: ExclusionResource

    /// Tells of the exclusion as it stands.
    public init(exclusion: ExclusionResource) {
        self.exclusion = exclusion
    }
}

/// A proposed exclusion was approved or refused.
public struct ExclusionDecided: EventPayload {
    /// `pledge.availability.exclusion.decided.v1`
    public static let type = "pledge.availability.exclusion.decided.v1"
    /// The exclusion as it stands.
    public let exclusion: ExclusionResource

    /// Tells of the exclusion as it stands.
    public init(exclusion: ExclusionResource) {
        self.exclusion = exclusion
    }
}

/// An exclusion was taken back; the time of one that was approved counts again.
public struct ExclusionWithdrawn: EventPayload {
    /// `pledge.availability.exclusion.withdrawn.v1`
    public static let type = "pledge.availability.exclusion.withdrawn.v1"
    /// The exclusion as it stands.
    public let exclusion: ExclusionResource

    /// Tells of the exclusion as it stands.
    public init(exclusion: ExclusionResource) {
        self.exclusion = exclusion
    }
}
