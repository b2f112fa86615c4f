import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@testable import Gateway

@Suite("The calendar of maintenance")
struct MaintenanceCalendarTests {
    private typealias Samples = StatusPageSamples

    @Test("another implementation reads it: what lies ahead, and what was called off")
    func read() async throws {
        let works = [
            Samples.work(.announced, components: ["part-0", "part-1"], title: "New disks; old ones, out\\"),
            Samples.work(.cancelled, title: "Never done\u{1F4A9}\u{7}\r\nBEGIN:VEVENT"),
        ]
        let calendar = try #require(MaintenanceCalendar(Samples.page(maintenance: works)))
        let (head, events) = try await ICalendar.read(calendar.text)
        #expect(head == "\(Samples.tenant.name) maintenance|PUBLISH|0")
        #expect(events.map(\.uid).sorted() == works.map(\.id.description).sorted())
        let ahead = try #require(events.first { $0.uid == works[0].id.description })
        #expect(ahead.status == "CONFIRMED" && ahead.sequence == "0" && ahead.description == "part-0, part-1")
        #expect(ahead.summary == "Messages: New disks; old ones, out\\")
        #expect(ahead.from == Samples.now.description.replacing("Z", with: "+00:00"))
        let off = try #require(events.first { $0.uid == works[1].id.description })
        #expect(off.status == "CANCELLED" && off.summary == "Messages: Never done\u{1F4A9} BEGIN:VEVENT")
    }

    @Test("no line has more than 75 octets, and folding takes no character apart")
    func folds() {
        var lines = CalendarLines()
        let text = String(repeating: "Störung 💩 ", count: 40)
        lines.add("SUMMARY", text: text)
        let folded = lines.text.components(separatedBy: "\r\n")
        #expect(folded.last == "" && folded.dropLast().allSatisfy { $0.utf8.count <= 75 })
        #expect(folded.dropFirst().dropLast().allSatisfy { $0.hasPrefix(" ") })
        #expect(lines.text.replacingOccurrences(of: "\r\n ", with: "") == "SUMMARY:\(text)\r\n")
    }

    @Test("while nobody can say what is in it there is none")
    func unknown() {
        #expect(MaintenanceCalendar(Samples.page(nil)) == nil)
    }
}
