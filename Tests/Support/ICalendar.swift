import Foundation

/// The Python package `icalendar`, which reads calendars as RFC 5545 has them.
public enum ICalendar {
    /// Prints of each event what a calendar would show.
    private static let script = """
        import sys
        from icalendar import Calendar
        calendar = Calendar.from_ical(open(sys.argv[1], "rb").read())
        errors = calendar.errors + [error for event in calendar.walk() for error in event.errors]
        print(calendar["X-WR-CALNAME"], calendar["METHOD"], len(errors), sep="|")
        for event in calendar.walk("VEVENT"):
            print(event["UID"], event["SEQUENCE"], event["STATUS"], event.decoded("DTSTART").isoformat(),
                event.decoded("DTEND").isoformat(), event["SUMMARY"].replace("\\n", " "),
                event.get("DESCRIPTION", ""), sep="|")
        """

    /// An event.
    public struct Event: Equatable, Sendable {
        /// What identifies it.
        public let uid: String
        /// Counts its changes.
        public let sequence: String
        /// `CONFIRMED` or `CANCELLED`.
        public let status: String
        /// When it begins and ends.
        public let from, to: String
        /// What it is.
        public let summary: String
        /// More about it; empty for nothing.
        public let description: String
    }

    /// Reads a calendar: its name, method and number of errors, with `|` between them, and its events.
    public static func read(_ text: String) async throws -> (head: String, events: [Event]) {
        let file = FileManager.default.temporaryDirectory.appending(path: "pledge-\(UUID().uuidString.prefix(8)).ics")
        try Data(text.utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let lines = try await Python.run(["-c", script, file.path]).split(separator: "\n").map(String.init)
        let events = lines.dropFirst().compactMap { line -> Event? in
            let parts = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
            guard parts.count == 7 else { return nil }
            return Event(
                uid: parts[0], sequence: parts[1], status: parts[2], from: parts[3], to: parts[4], summary: parts[5],
                description: parts[6])
        }
        return (lines.first ?? "", events)
    }
}
