import AsyncHTTPClient
import Contracts
import Foundation
import Messaging
import Postgres
import Terms
import TestSupport
import Testing

@testable import Chassis

/// A consumer reads a producer's outbox over HTTP.
@Suite struct EventSourceTests {
    struct Thing: EventPayload {
        static let type = "pledge.agreements.thing.changed.v1"
        let number: Int
    }

    @Test func pagesArriveByteForByte() async throws {
        try await TestClients.with { (clients) async throws in
            let tenant = TenantID()
            let partition = Partition.of(tenant)
            var envelopes: [String] = []
            for number in 1...3 {
                let event = try EventEnvelope(
                    Thing(number: number), tenant: tenant, subject: "thg_ä", source: .agreements,
                    time: Instant(epochSeconds: 1_773_106_200))
                envelopes.append(String(decoding: event.json, as: UTF8.self))
                try await clients.app.query(
                    """
                    insert into outbox (tenant_id, event_id, partition, type, envelope)
                    values (\(tenant), \(event.id), \(Int16(partition)), \(event.type), \(envelopes[number - 1]))
                    """, tenant: tenant.uuid)
            }
            // What the relay does.
            try await clients.worker.query(
                """
                insert into outbox_positions (partition, position, seq, day)
                select partition, row_number() over (order by seq), seq, day from outbox
                """)
            try await clients.worker.query("update outbox_heads set position = 3 where partition = \(Int16(partition))")

            let routes = InternalEventRoutes.routes(OutboxReader(database: clients.worker))
            try await TestServer.with(routes) { (server) async throws in
                let addresses = try ServiceAddresses("agreements=http://127.0.0.1:\(server.port)")
                let source = HTTPEventSource(http: .shared, addresses: addresses, token: "inner secret")
                let page = try await source.page(from: .agreements, partition: partition, after: 1, limit: 10)
                #expect(page.data.map(\.position) == [2, 3])
                #expect(page.data.map(\.envelope) == Array(envelopes.dropFirst()))
                #expect(page.head == 3 && page.oldest == 1)
                #expect(try await source.page(from: .agreements, partition: partition, after: 0, limit: 1).data.count == 1)
                #expect(try await source.heads(of: .agreements) == (0..<16).map { $0 == partition ? 3 : 0 })

                let stranger = HTTPEventSource(http: .shared, addresses: addresses, token: "another")
                await #expect(throws: Problem.self) { try await stranger.heads(of: .agreements) }
                await #expect(throws: Problem.self) { try await source.heads(of: .claims) }
                #expect(try await server.send("GET", "/internal/events?partition=16", token: "inner secret").status == 400)
                #expect(try await server.send("GET", "/internal/events", token: "inner secret").status == 400)
            }
        }
    }
}
