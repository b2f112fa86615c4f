import Contracts
import Terms

/// The maintenance of a status page as an iCalendar feed (RFC 5545), for people who want it among their own appointments.
struct MaintenanceCalendar {
    /// How often calendars should ask again: notice is given days ahead.
    private static let refresh = "PT1H"

    private let name: String
    private let works: [PublicServices.Work]
    private let services: [ServiceID: String]

    /// The calendar of a page; nil while nobody can say what is in it: an empty one would take everything out of the calendars
    /// of those who have it.
    init?(_ page: StatusPage) {
        guard let known = page.services else { return nil }
        name = page.tenant.name
        works = known.calendar.sorted { ($0.from, $0.id) < ($1.from, $1.id) }
        services = Dictionary(known.services.map { ($0.id, $0.name) }, uniquingKeysWith: { first, _ in first })
    }

    /// The feed.
    var text: String {
        var lines = CalendarLines()
        lines.add("BEGIN", "VCALENDAR")
        lines.add("VERSION", "2.0")
        lines.add("PRODID", "-//Pledge//Maintenance//EN")
        lines.add("METHOD", "PUBLISH")
        lines.add("X-WR-CALNAME", text: "\(name) maintenance")
        lines.add("REFRESH-INTERVAL;VALUE=DURATION", Self.refresh)
        for work in works { add(work, to: &lines) }
        lines.add("END", "VCALENDAR")
        return lines.text
    }

    private func add(_ work: PublicServices.Work, to lines: inout CalendarLines) {
        lines.add("BEGIN", "VEVENT")
        lines.add("UID", work.id.description)
        lines.add("DTSTAMP", work.updatedAt)
        lines.add("CREATED", work.announcedAt)
        lines.add("LAST-MODIFIED", work.updatedAt)
        lines.add("SEQUENCE", String(max(0, work.version - 1)))
        lines.add("DTSTART", work.from)
        lines.add("DTEND", work.to)
        lines.add("SUMMARY", text: services[work.service].map { "\($0): \(work.title)" } ?? work.title)
        if !work.components.isEmpty { lines.add("DESCRIPTION", text: work.components.joined(separator: ", ")) }
        lines.add("STATUS", work.state == .cancelled ? "CANCELLED" : "CONFIRMED")
        // It takes nobody's time.
        lines.add("TRANSP", "TRANSPARENT")
        lines.add("END", "VEVENT")
    }
}
