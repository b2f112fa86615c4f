import Terms

/// A calendar of a tenant as the other services know it.
public struct CalendarState: Codable, Sendable, Equatable {
    /// The calendar's id.
    public var id: CalendarID
    /// Short name, unique within the tenant.
    public var key: String
    /// What people call it.
    public var name: String
    /// IANA time zone of the wall times.
    public var timeZone: String
    /// Opening hours by day (`mon` … `sun`): pairs of opening and closing time, `["09:00", "18:00"]`.
    public var weekly: [String: [[String]]]
    /// Days (`2026-03-23`) on which nothing opens.
    public var holidays: [String]
    /// Grows by one with every change.
    public var revision: Int64
    /// When the calendar was created.
    public var createdAt: Instant
    /// When it last changed.
    public var updatedAt: Instant

    /// Makes a calendar's state.
    public init(
        id: CalendarID, key: String, name: String, timeZone: String, weekly: [String: [[String]]], holidays: [String],
        revision: Int64, createdAt: Instant, updatedAt: Instant
    ) {
        self.id = id
        self.key = key
        self.name = name
        self.timeZone = timeZone
        self.weekly = weekly
        self.holidays = holidays
        self.revision = revision
        self.createdAt = createdAt
        self.updatedAt = updatedAt
    }
}

/// A calendar was created or has changed.
public struct CalendarChanged: EventPayload, Equatable {
    /// `pledge.agreements.calendar.changed.v1`
    public static let type = "pledge.agreements.calendar.changed.v1"
    /// The calendar as it is now.
    public var calendar: CalendarState

    /// Tells of `calendar`.
    public init(calendar: CalendarState) {
        self.calendar = calendar
    }
}
