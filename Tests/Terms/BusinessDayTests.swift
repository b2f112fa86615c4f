import Testing

@testable import Terms

/// Business days: as a unit of open time, where a calendar says how long one is, and as days, where it does not.
@Suite struct BusinessDayTests {
    /// S3-1b and S3-1c: 08:30 to 17:00 in Amsterdam, a business day is eight consecutive business hours.
    private func amsterdam(_ holidays: String = "") throws -> ServiceCalendar {
        let hours = ["mon", "tue", "wed", "thu", "fri"].map { "\"\($0)\": [[\"08:30\", \"17:00\"]]" }.joined(separator: ",")
        return try node(
            """
            {"time_zone": "Europe/Amsterdam", "weekly": {\(hours)}, "holidays": [\(holidays)], "business_day": "PT8H"}
            """
        ).read { ServiceCalendar($0) }
    }

    @Test func aBusinessDayIsADuration() throws {
        let calendar = try amsterdam()
        #expect(try calendar.due(businessDays: 1, after: at("2026-03-02T08:30:00+01:00")) == at("2026-03-02T16:30:00+01:00"))
        #expect(try calendar.due(businessDays: 1, after: at("2026-03-02T10:00:00+01:00")) == at("2026-03-03T09:30:00+01:00"))
        // Friday 16:00, over the weekend on which the clocks change.
        #expect(try calendar.due(businessDays: 1, after: at("2026-03-27T16:00:00+01:00")) == at("2026-03-30T15:30:00+02:00"))
        #expect(BusinessSpan.businessDays(2).seconds(in: calendar) == 57_600)
    }

    @Test func withoutALengthItIsADay() throws {
        let hours = try #require(WeeklyHours.Span(opens: "09:00", closes: "18:00"))
        let week = WeeklyHours([.monday: [hours], .tuesday: [hours], .wednesday: [hours]])
        let karachi = try #require(Zone("Asia/Karachi"))
        let tuesday = try #require(LocalDate("2026-03-10"))
        let calendar = ServiceCalendar(zone: karachi, hours: week, holidays: [tuesday])
        #expect(calendar.opens(on: tuesday) == false)
        #expect(calendar.businessDay(2, after: tuesday.adding(days: -1)) == LocalDate("2026-03-16"))
        #expect(try calendar.due(businessDays: 1, after: at("2026-03-09T23:00:00+05:00")) == at("2026-03-11T18:00:00+05:00"))
        #expect(BusinessSpan.businessDays(2).seconds(in: calendar) == nil)
        #expect(ServiceCalendar(zone: karachi, hours: WeeklyHours([:])).businessDay(1, after: tuesday) == nil)
        #expect(ServiceCalendar(alwaysOpenIn: .utc).closing(on: tuesday) == (try at("2026-03-11T00:00:00Z")))
    }

    @Test func aDayThatClosesAfterMidnight() throws {
        let night = try #require(WeeklyHours.Span(opens: "22:00", closes: "02:00"))
        let calendar = ServiceCalendar(zone: .utc, hours: WeeklyHours([.friday: [night]]))
        #expect(try calendar.closing(on: #require(LocalDate("2026-03-06"))) == at("2026-03-07T02:00:00Z"))
    }

    @Test func spansAreReadInBothForms() throws {
        #expect(try node("\"PT8H\"").read(BusinessSpan.init) == .openTime(TimeSpan(seconds: 28_800)))
        #expect(try node("{\"business_days\": 1}").read(BusinessSpan.init) == .businessDays(1))
        #expect(problems { _ = try node("{\"days\": 1}").read(BusinessSpan.init) }.count == 2)
        #expect(
            problems {
                _ = try node("{\"always\": true, \"business_day\": \"PT25H\"}").read { ServiceCalendar($0, defaultZone: .utc) }
            }.count == 1)
    }
}
