/// Something went down, now or (when history comes in late) in the past.
public struct OutageOpened: EventPayload {
    /// `pledge.availability.outage.opened.v1`
    public static let type = "pledge.availability.outage.opened.v1"
    /// The outage as it stands.
    public let outage: OutageResource

    /// Tells of an outage that began.
    public init(outage: OutageResource) {
        self.outage = outage
    }
}

/// What was down is up again, or is no longer known to be down.
public struct OutageClosed: EventPayload {
    /// `pledge.availability.outage.closed.v1`
    public static let type = "pledge.availability.outage.closed.v1"
    /// The outage as it stands.
    public let outage: OutageResource

    /// Tells of an outage that ended.
    public init(outage: OutageResource) {
        self.outage = outage
    }
}

/// What was told of an outage has changed: its bounds by late data, its end by its going on, or the whole of it (withdrawn).
public struct OutageCorrected: EventPayload {
    /// `pledge.availability.outage.corrected.v1`
    public static let type = "pledge.availability.outage.corrected.v1"
    /// The outage as it stands.
    public let outage: OutageResource

    /// Tells of an outage that was corrected.
    public init(outage: OutageResource) {
        self.outage = outage
    }
}
