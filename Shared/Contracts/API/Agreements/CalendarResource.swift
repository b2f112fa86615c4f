import Terms

/// A calendar, as `/v1/calendars` shows it.
public struct CalendarResource: Codable, Sendable, Equatable {
    /// The calendar's id.
    public var id: CalendarID
    /// Short name, unique within the tenant.
    public var key: String
    /// What people call it.
    public var name: String
    /// IANA time zone of the wall times.
    public var timeZone: String
    /// Opening hours by day, as pairs of times.
    public var weekly: [String: [[String]]]
    /// Days on which nothing opens.
    public var holidays: [String]
    /// When it was created.
    public var createdAt: Instant
    /// When it last changed.
    public var updatedAt: Instant

    /// Shows `calendar`.
    public init(_ calendar: CalendarState) {
        id = calendar.id
        key = calendar.key
        name = calendar.name
        timeZone = calendar.timeZone
        weekly = calendar.weekly
        holidays = calendar.holidays
        createdAt = calendar.createdAt
        updatedAt = calendar.updatedAt
    }
}
