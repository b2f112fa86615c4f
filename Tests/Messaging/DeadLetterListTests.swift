import Contracts
import Foundation
import Postgres
import Terms
import TestSupport
import Testing

@testable import Messaging

/// An operator reads the list page by page while the service goes on: nothing that waits is left out, nothing comes twice.
@Suite("a list of dead letters", .serialized) struct DeadLetterListTests {
    @Test("is whole and without repeats, whatever is put aside, decided or removed between two pages", arguments: 1...3)
    func paging(limit: Int) async throws {
        try await Bus.with { bus in
            let letters = DeadLetters(database: bus.consumer, workers: bus.consumerWorker, subscriptions: [])
            let (tenant, other) = (TenantID(), TenantID())
            // Several at the same instant, and one event that two consumers put aside, at different times.
            let shared = EventID()
            var waiting = [
                try await bury(bus, tenant, shared, "first", second: 1), try await bury(bus, tenant, shared, "second", second: 3),
            ]
            for second in [1, 2, 2, 2, 3, 4] { waiting.append(try await bury(bus, tenant, EventID(), "first", second: second)) }
            let doomed = try await bury(bus, other, EventID(), "first", second: 2)

            var seen: [DeadLetterPlace] = []
            var after: DeadLetterPlace?
            var isFirst = true
            while true {
                let page = try await letters.list(after: after, limit: limit)
                seen += page.map(\.place)
                guard page.count == limit, let last = page.last else { break }
                after = last.place
                // The letter that the next page begins after is decided, and another buried before it and one after it.
                try await letters.discard(tenant: last.tenant, event: last.event, consumer: last.consumer)
                _ = try await bury(bus, tenant, EventID(), "first", second: 0)
                if isFirst { waiting.append(try await bury(bus, tenant, EventID(), "first", second: 5)) }
                // A tenant that is removed takes its letters along.
                if last.place == doomed || isFirst {
                    try await bus.consumerAdmin.query("delete from dead_letters where tenant_id = \(other)")
                }
                isFirst = false
            }
            #expect(Set(seen).count == seen.count)
            #expect(Set(seen).subtracting([doomed]) == Set(waiting))
            let ordered = seen.sorted {
                ($0.diedAt, $0.event.uuid.uuidString, $0.consumer) < ($1.diedAt, $1.event.uuid.uuidString, $1.consumer)
            }
            #expect(seen == ordered)
        }
    }

    @Test("names places in a way that is read back, and refuses all else")
    func spelling() {
        let died = Timestamp(epochMicroseconds: 1_773_106_200_000_001)
        let place = DeadLetterPlace(diedAt: died, event: EventID(), consumer: "a b")
        #expect(DeadLetterPlace(text: place.text) == place)
        let event = EventID()
        for text in [
            "", "1", "1 \(event)", "x \(event) a", "-1 \(event) a", "1 evt_1 a", "1 \(event) a\0",
            "9223372036854775807 \(event) a",
        ] {
            #expect(DeadLetterPlace(text: text) == nil, "\(text)")
        }
    }

    private func bury(_ bus: Bus, _ tenant: TenantID, _ event: EventID, _ consumer: String, second: Int) async throws
        -> DeadLetterPlace
    {
        let died = Timestamp(epochMicroseconds: Bus.now.epochSeconds * 1_000_000 + Int64(second) * 1_000_000 + 7)
        try await bus.consumerAdmin.query(
            """
            insert into dead_letters (tenant_id, event_id, consumer, producer, partition, position, type, subject, envelope, error,
                attempts, died_at)
            values (\(tenant), \(event), \(consumer), 'agreements', 0, 1, 'a.type', 'thing', '{}', 'broken', 5, \(died))
            """)
        return DeadLetterPlace(diedAt: died, event: event, consumer: consumer)
    }
}
