/// A clock of a ticket or incident runs.
public struct ClockStarted: EventPayload, Equatable {
    /// `pledge.ticketing.clock.started.v1`
    public static let type = "pledge.ticketing.clock.started.v1"
    /// The clock as it stands.
    public let clock: ClockResource

    /// Tells of a clock that runs.
    public init(clock: ClockResource) {
        self.clock = clock
    }
}

/// A clock's time is nearly over, or the time that was aimed for is.
public struct ClockWarning: EventPayload, Equatable {
    /// `pledge.ticketing.clock.warning.v1`
    public static let type = "pledge.ticketing.clock.warning.v1"
    /// The clock as it stands.
    public let clock: ClockResource
    /// The open seconds that have passed for which it warns.
    public let thresholdSeconds: Int64
    /// Who is told now, by the agreement's ladder; absent where nobody is.
    public let escalatedTo: [String]?

    /// Tells of a warning.
    public init(clock: ClockResource, thresholdSeconds: Int64, escalatedTo: [String]? = nil) {
        self.clock = clock
        self.thresholdSeconds = thresholdSeconds
        self.escalatedTo = escalatedTo
    }
}

/// What was promised did not happen in time.
public struct ClockBreached: EventPayload, Equatable {
    /// `pledge.ticketing.clock.breached.v1`
    public static let type = "pledge.ticketing.clock.breached.v1"
    /// The clock as it stands, with its verdict.
    public let clock: ClockResource

    /// Tells of a breach.
    public init(clock: ClockResource) {
        self.clock = clock
    }
}

/// What was promised happened in time.
public struct ClockMet: EventPayload, Equatable {
    /// `pledge.ticketing.clock.met.v1`
    public static let type = "pledge.ticketing.clock.met.v1"
    /// The clock as it stands, with its verdict.
    public let clock: ClockResource

    /// Tells of a promise that was kept.
    public init(clock: ClockResource) {
        self.clock = clock
    }
}

/// A clock has another target, or is taken up again: what was said of it before does not stand any more.
public struct ClockRestated: EventPayload, Equatable {
    /// `pledge.ticketing.clock.restated.v1`
    public static let type = "pledge.ticketing.clock.restated.v1"
    /// The ticket that is measured.
    public let ticket: TicketID
    /// Whose ticket it is.
    public let customer: CustomerID
    /// What is to happen in time.
    public let measure: ClockResource.Measure
    /// Why.
    public let because: ClockStamp.Restatement
    /// The verdict that does not stand any more; nil where there was none yet.
    public let was: ClockVerdict?
    /// The clock as it stands now; nil where nothing is promised any more.
    public let clock: ClockResource?

    /// Tells that a clock is restated.
    public init(
        ticket: TicketID, customer: CustomerID, measure: ClockResource.Measure, because: ClockStamp.Restatement,
        was: ClockVerdict?, clock: ClockResource?
    ) {
        self.ticket = ticket
        self.customer = customer
        self.measure = measure
        self.because = because
        self.was = was
        self.clock = clock
    }
}
