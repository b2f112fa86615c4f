import Testing

@testable import Terms

@Suite struct WindowVectorTests {
    @Test func everyCase() throws {
        for vector in try VectorCase.all(of: "windows.json") {
            let zone = try #require(Zone(vector["timezone"].text), "\(vector.testDescription)")
            let kind: WindowKind =
                switch vector["kind"].text {
                case "rolling": .rolling(days: Int(vector["days"].int))
                case "quarter": .quarter
                case "month": .month
                default: .year
                }
            let window = Window.containing(Instant(epochSeconds: vector["at"].int), kind: kind, zone: zone)
            let expected = vector["expect"]
            #expect(window.interval.start.epochSeconds == expected["start"]?.int, "\(vector.testDescription)")
            #expect(window.interval.end.epochSeconds == expected["end"]?.int, "\(vector.testDescription)")
            #expect(window.interval.seconds == expected["seconds"]?.int, "\(vector.testDescription)")
        }
    }
}
