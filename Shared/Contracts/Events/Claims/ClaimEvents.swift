/// A statement missed a guarantee: a customer may claim.
public struct ClaimDrafted: EventPayload, Equatable {
    /// `pledge.claims.claim.drafted.v1`
    public static let type = "pledge.claims.claim.drafted.v1"
    /// The claim as it is now.
    public var claim: ClaimResource

    /// Tells of `claim`.
    public init(claim: ClaimResource) {
        self.claim = claim
    }
}

/// A customer, or somebody for it, has claimed.
public struct ClaimSubmitted: EventPayload, Equatable {
    /// `pledge.claims.claim.submitted.v1`
    public static let type = "pledge.claims.claim.submitted.v1"
    /// The claim as it is now.
    public var claim: ClaimResource

    /// Tells of `claim`.
    public init(claim: ClaimResource) {
        self.claim = claim
    }
}

/// A claim is accepted and waits for its window to close and its statement to settle.
public struct ClaimAwaitingWindow: EventPayload, Equatable {
    /// `pledge.claims.claim.awaiting_window.v1`
    public static let type = "pledge.claims.claim.awaiting_window.v1"
    /// The claim as it is now.
    public var claim: ClaimResource

    /// Tells of `claim`.
    public init(claim: ClaimResource) {
        self.claim = claim
    }
}

/// A claim lacks something that the agreement asks for.
public struct ClaimNeedsEvidence: EventPayload, Equatable {
    /// `pledge.claims.claim.needs_evidence.v1`
    public static let type = "pledge.claims.claim.needs_evidence.v1"
    /// The claim as it is now.
    public var claim: ClaimResource

    /// Tells of `claim`.
    public init(claim: ClaimResource) {
        self.claim = claim
    }
}

/// A claim was answered.
public struct ClaimDecided: EventPayload, Equatable {
    /// `pledge.claims.claim.decided.v1`
    public static let type = "pledge.claims.claim.decided.v1"
    /// The claim as it is now.
    public var claim: ClaimResource

    /// Tells of `claim`.
    public init(claim: ClaimResource) {
        self.claim = claim
    }
}

/// A claim was taken back.
public struct ClaimWithdrawn: EventPayload, Equatable {
    /// `pledge.claims.claim.withdrawn.v1`
    public static let type = "pledge.claims.claim.withdrawn.v1"
    /// The claim as it is now.
    public var claim: ClaimResource

    /// Tells of `claim`.
    public init(claim: ClaimResource) {
        self.claim = claim
    }
}

/// A draft was not claimed in time.
public struct ClaimExpired: EventPayload, Equatable {
    /// `pledge.claims.claim.expired.v1`
    public static let type = "pledge.claims.claim.expired.v1"
    /// The claim as it is now.
    public var claim: ClaimResource

    /// Tells of `claim`.
    public init(claim: ClaimResource) {
        self.claim = claim
    }
}

/// A claim was not answered in the time that the agreement promises.
public struct ClaimOverdue: EventPayload, Equatable {
    /// `pledge.claims.claim.overdue.v1`
    public static let type = "pledge.claims.claim.overdue.v1"
    /// The claim as it is now.
    public var claim: ClaimResource

    /// Tells of `claim`.
    public init(claim: ClaimResource) {
        self.claim = claim
    }
}

/// The statement of a decided claim was restated; by default what was decided stands.
public struct ClaimReevaluated: EventPayload, Equatable {
    /// `pledge.claims.claim.reevaluated.v1`
    public static let type = "pledge.claims.claim.reevaluated.v1"
    /// The claim as it is now.
    public var claim: ClaimResource

    /// Tells of `claim`.
    public init(claim: ClaimResource) {
        self.claim = claim
    }
}
