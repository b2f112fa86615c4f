import Contracts
import Foundation
import Postgres

/// Reads what this service has told, in order: for consumers that miss something, and for the relay when Redis does.
public struct OutboxReader: Sendable {
    private let database: PostgresClient

    /// A reader over the worker's connections: the outbox is read across tenants.
    public init(database: PostgresClient) {
        self.database = database
    }

    /// The events of a partition after a position, at most `limit` (and never more than `InternalRoutes.eventsPageMaximum`).
    public func page(partition: Int, after: Int64, limit: Int) async throws(PostgresError) -> EventPage {
        let count = max(1, min(limit, InternalRoutes.eventsPageMaximum))
        let answers = try await database.execute([
            """
            select position, seq, day::text from outbox_positions
            where partition = \(Int16(clamping: partition)) and position > \(after) order by position limit \(count)
            """,
            """
            select h.position, coalesce((select min(p.position) from outbox_positions p where p.partition = h.partition),
                h.position + 1)
            from outbox_heads h where h.partition = \(Int16(clamping: partition))
            """,
        ])
        let places = try answers[0].decode((Int64, Int64, String).self)
        let (head, oldest) = try answers[1].decodeFirst((Int64, Int64).self) ?? (Int64(0), Int64(1))
        let envelopes = try await envelopes(places.map { ($0.1, $0.2) })
        var entries: [EventPage.Entry] = []
        entries.reserveCapacity(places.count)
        for (position, seq, _) in places {
            // A day that was dropped meanwhile: what follows would leave a gap.
            guard let envelope = envelopes[seq] else { break }
            entries.append(EventPage.Entry(position: position, envelope: envelope))
        }
        return EventPage(data: entries, head: head, oldest: oldest)
    }

    /// The last position of each partition, by partition.
    public func heads() async throws(PostgresError) -> [Int64] {
        let rows = try await database.query("select partition, position from outbox_heads order by partition")
        var heads = [Int64](repeating: 0, count: Partition.count)
        for (partition, position) in try rows.decode((Int16, Int64).self) where heads.indices.contains(Int(partition)) {
            heads[Int(partition)] = position
        }
        return heads
    }

    /// The envelopes of rows named by seq and day. Each day is named in the SQL itself, so that the planner opens (and locks)
    /// that day's partition only.
    private func envelopes(_ rows: [(seq: Int64, day: String)]) async throws(PostgresError) -> [Int64: String] {
        let days = Dictionary(grouping: rows, by: \.day)
        let queries = days.map { day, rows -> Query in
            "select seq, envelope from outbox where day = \(raw: DayLiteral.sql(day)) and seq = any(\(rows.map(\.seq)))"
        }
        guard !queries.isEmpty else { return [:] }
        var envelopes: [Int64: String] = [:]
        envelopes.reserveCapacity(rows.count)
        for answer in try await database.execute(queries) {
            for (seq, envelope) in try answer.decode((Int64, String).self) { envelopes[seq] = envelope }
        }
        return envelopes
    }
}

/// A date that may stand in SQL text.
enum DayLiteral {
    /// `date '2026-11-21'`; anything that is no date becomes one that no row has.
    static func sql(_ day: String) -> String {
        let isDate = day.utf8.count == 10 && day.utf8.allSatisfy { (48...57).contains($0) || $0 == 45 }
        return "date '\(isDate ? day : "0001-01-01")'"
    }
}
