import Testing

@testable import Terms

@Suite struct BusinessTimeVectorTests {
    @Test func everyCase() throws {
        var calendars: [String: ServiceCalendar] = [:]
        for vector in try VectorCase.all(of: "business-time.json") {
            let name = vector["calendar"].text
            let key = vector.file + name
            let calendar = try calendars[key] ?? ServiceCalendar(vector: #require(vector.context["calendars"]?[name]))
            calendars[key] = calendar
            let pauses = vector["pauses"].intervals
            switch vector["op"].text {
            case "add":
                let due = calendar.due(vector["seconds"].int, after: Instant(epochSeconds: vector["start"].int), pauses: pauses)
                #expect(due?.epochSeconds == vector["expect"]["due"]?.int, "\(vector.testDescription)")
            default:
                let elapsed = calendar.elapsed(in: Interval(vector["from"].int, vector["to"].int), pauses: pauses)
                #expect(elapsed == vector["expect"]["seconds"]?.int, "\(vector.testDescription)")
            }
        }
    }
}

extension ServiceCalendar {
    /// A calendar as the vector files write it.
    convenience init(vector node: Node) throws {
        let zone = try #require(Zone(node["timezone"]?.text ?? ""))
        if node["always"]?.text == "true" {
            self.init(alwaysOpenIn: zone)
            return
        }
        var spans: [Weekday: [WeeklyHours.Span]] = [:]
        for day in node["weekly"]?.members ?? [] {
            let weekday = try #require(Weekday(rawValue: day.key))
            spans[weekday] = try (day.node.elements ?? []).map { span in
                let times = span.elements ?? []
                return try #require(WeeklyHours.Span(opens: times[0].text, closes: times[1].text))
            }
        }
        let holidays = try (node["holidays"]?.elements ?? []).map { try #require(LocalDate($0.text)) }
        self.init(zone: zone, hours: WeeklyHours(spans), holidays: Set(holidays))
    }
}
