/// Days on which a calendar stays closed, for one reason: a versioned list, year by year, that can be switched off.
///
/// Nothing is worked out from rules; a year that nobody has listed has no holidays, and is named in `years` once it does.
public struct HolidayList: Hashable, Sendable {
    /// Its name in the calendar.
    public let key: String
    /// What the days are.
    public let title: String
    /// Which edition of the list this is.
    public let version: String
    /// The clause that closes on these days; nil where none says so.
    public let clause: String?
    /// Whether the calendar closes on them. A list that is switched off is kept, and shown.
    public let isObserved: Bool
    /// The days of each year.
    public let years: [Int: [LocalDate]]

    /// Years a list: half a century.
    private static let yearsMaximum = 50
    /// Days a year and list.
    private static let daysMaximum = 60

    init(_ reader: NodeReader, _ names: AgreementNames) {
        key = reader["key"].key()
        title = reader["title"].text()
        version = reader["version"].text(1...40)
        clause = reader.ifPresent("clause") { names.clause($0) }
        isObserved = reader["observed"].bool()
        years = reader["years"].object { years in
            guard case .map(let members) = years.node?.value, !years.isStandIn else { return [:] }
            guard (1...Self.yearsMaximum).contains(members.count) else {
                years.fail("must have 1 to \(Self.yearsMaximum) years")
                return [:]
            }
            return members.reduce(into: [:]) { result, member in
                let days = years[member.key]
                guard let year = Int(member.key), (1...9999).contains(year) else {
                    days.fail("must stand under a year such as \"2026\"")
                    return
                }
                result[year] = days.list(0...Self.daysMaximum) { Self.day($0, of: year) }
            }
        }
    }

    private static func day(_ reader: NodeReader, of year: Int) -> LocalDate {
        let day = reader.date()
        if day.epochDay != 0, day.parts.year != year { reader.fail("must be a day of \(year)") }
        return day
    }

    /// The days on which it closes the calendar.
    public var days: Set<LocalDate> { isObserved ? Set(years.values.joined()) : [] }
}
