import Terms

/// When the service was down in a window, by what counts as down: claims run their deadlines from it, and some credits are
/// counted by it.
public struct CountedDowntime: Codable, Hashable, Sendable {
    /// Most outages that an event carries: with the statement they stay below the largest event.
    public static let outagesMaximum = 8_000

    /// The outages in order of time; the last ones, where there are more than an event carries.
    public let outages: [Interval]
    /// How many earlier ones were left out.
    public let omitted: Int

    /// The downtime of a window.
    public init(_ down: IntervalSet) {
        outages = down.intervals.suffix(Self.outagesMaximum)
        omitted = down.intervals.count - outages.count
    }
}

/// A window is over, and its first statement is made.
public struct StatementProvisional: EventPayload {
    /// `pledge.availability.statement.provisional.v1`
    public static let type = "pledge.availability.statement.provisional.v1"
    /// The statement.
    public let statement: StatementResource
    /// When it was down.
    public let countedDown: CountedDowntime?

    /// Tells of the first revision.
    public init(statement: StatementResource, countedDown: CountedDowntime? = nil) {
        self.statement = statement
        self.countedDown = countedDown
    }
}

/// The settling time of a statement is over: what follows from it may begin.
public struct StatementFinal: EventPayload {
    /// `pledge.availability.statement.final.v1`
    public static let type = "pledge.availability.statement.final.v1"
    /// The statement as it stands.
    public let statement: StatementResource
    /// When it was down.
    public let countedDown: CountedDowntime?

    /// Tells of a statement that has settled.
    public init(statement: StatementResource, countedDown: CountedDowntime? = nil) {
        self.statement = statement
        self.countedDown = countedDown
    }
}

/// The facts of a window that is over have changed, and with them its statement.
public struct StatementRestated: EventPayload {
    /// `pledge.availability.statement.restated.v1`
    public static let type = "pledge.availability.statement.restated.v1"
    /// The statement, with its new revision and the reason.
    public let statement: StatementResource
    /// When it was down.
    public let countedDown: CountedDowntime?

    /// Tells of a later revision.
    public init(statement: StatementResource, countedDown: CountedDowntime? = nil) {
        self.statement = statement
        self.countedDown = countedDown
    }
}
