/// A calendar of an agreement: when something is open, by which clause, and which lists of holidays close it.
public struct AgreementCalendar: Hashable, Sendable {
    /// How the rest of the document refers to it.
    public let key: String
    /// Its name, where it has one.
    public let title: String?
    /// The clause that defines it; nil where none does.
    public let clause: String?
    /// The lists of holidays, switched on or off.
    public let holidayLists: [HolidayList]
    /// The hours, the holidays that are observed, and the length of a business day.
    public let hours: ServiceCalendar

    init(_ reader: NodeReader, _ names: AgreementNames, _ zone: Zone) {
        key = reader["key"].key()
        title = reader.ifPresent("title") { $0.text() }
        clause = reader.ifPresent("clause") { names.clause($0) }
        _ = reader.ifPresent("business_day_clause") { names.clause($0) }
        let lists: [HolidayList] =
            reader.ifPresent("holiday_lists") { lists in
                lists.requireDistinct("key")
                return lists.list(1...20) { HolidayList($0, names) }
            } ?? []
        holidayLists = lists
        let base = ServiceCalendar(reader, defaultZone: zone)
        if let weekly = base.hours, !lists.isEmpty {
            let holidays = lists.reduce(base.holidays) { $0.union($1.days) }
            hours = ServiceCalendar(zone: base.zone, hours: weekly, holidays: holidays, businessDay: base.businessDay)
        } else {
            hours = base
            if !lists.isEmpty { reader["holiday_lists"].fail("is not for a calendar that is always open") }
        }
    }
}
