import Testing

@testable import Terms

@Suite struct TicketClockVectorTests {
    @Test func everyCase() throws {
        for vector in try VectorCase.all(of: "ticket-clocks.json") {
            let calendar = try ServiceCalendar(vector: vector["calendar"])
            let events = try (vector["events"].elements ?? []).map { node in
                TicketEvent(
                    try #require(TicketEvent.Kind(rawValue: node["type"]?.text ?? "")),
                    at: Instant(epochSeconds: node["at"]?.int ?? 0),
                    priority: node["priority"]?.text)
            }
            let now = Instant(epochSeconds: vector["at"].int)
            let response = TicketClock.response(events, targets: targets(vector, "response"), calendar: calendar, at: now)
            let resolution = TicketClock.resolution(events, targets: targets(vector, "resolution"), calendar: calendar, at: now)
            expect(response, vector["expect"]["response"], "\(vector.testDescription), response")
            expect(resolution, vector["expect"]["resolution"], "\(vector.testDescription), resolution")
        }
    }

    private func targets(_ vector: VectorCase, _ clock: String) -> [String: Int64] {
        vector["targets"].members.reduce(into: [:]) { targets, priority in
            targets[priority.key] = priority.node[clock]?.int
        }
    }

    private func expect(_ clock: TicketClock?, _ expected: Node?, _ name: Comment) {
        #expect(clock?.targetSeconds == expected?["target_seconds"]?.int, name)
        #expect(clock?.elapsedSeconds == expected?["elapsed_seconds"]?.int, name)
        #expect(clock?.remainingSeconds == expected?["remaining_seconds"]?.int, name)
        #expect((clock?.due?.description ?? "") == (expected?["due"]?.text ?? ""), name)
        #expect(clock?.state.rawValue == expected?["state"]?.text, name)
    }
}
