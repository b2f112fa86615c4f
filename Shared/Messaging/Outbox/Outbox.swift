import Contracts
import Foundation
import Postgres

/// The transactional outbox: an event is a row that commits with the state that it tells of.
public enum Outbox {
    /// Postgres' channel on which replicas hint at new rows to the one that relays.
    static let channel = "pledge_outbox"

    /// The statement that tells of `events`, in their order. It belongs in the same `execute` or transaction as the state, with
    /// `pledge.tenant` set to the events' tenant: row level security refuses any other.
    public static func insert(_ events: [OutboxEvent]) -> Query {
        // The commit follows within milliseconds: let the relay look often for a while. It never relies on this.
        OutboxActivity.shared.touch()
        guard events.count != 1 else {
            let event = events[0].envelope
            return """
                insert into outbox (tenant_id, event_id, partition, type, envelope) values (\(event.tenant), \(event.id), \
                \(Int16(Partition.of(event.tenant))), \(event.type), \(text(event)))
                """
        }
        let envelopes = events.map(\.envelope)
        return """
            insert into outbox (tenant_id, event_id, partition, type, envelope) select * from unnest(\
            \(envelopes.map(\.tenant)), \(envelopes.map(\.id)), \(envelopes.map { Int16(Partition.of($0.tenant)) }), \
            \(envelopes.map(\.type)), \(envelopes.map { text($0) }))
            """
    }

    private static func text(_ event: EventEnvelope) -> String { String(decoding: event.json, as: UTF8.self) }
}
