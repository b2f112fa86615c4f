import Contracts
import Foundation
import Postgres

/// Applies events of one partition: effects and cursor in one transaction.
struct Delivery: Sendable {
    /// The most of an error's words that is kept.
    static let maximumErrorLength = 2_000

    let database: PostgresClient
    let store: CursorStore
    let key: LaneKey
    let epoch: Int64
    let subscription: Subscription
    let permits: Permits
    let fault: @Sendable (SubscriberPoint) async throws -> Void

    /// Applies consecutive events, all or none. The cursor moves first: the row's lock keeps the partition ours until the commit,
    /// and a lost lease is noticed before anything is done.
    func apply(_ items: [LaneBuffer.Item], from cursor: Int64) async throws {
        guard let last = items.last?.position else { return }
        var acting: [EventEnvelope] = []
        for item in items {
            // The type beside the envelope spares reading what nothing is done on.
            if let type = item.type, !subscription.acts(on: type) { continue }
            let event = try EventEnvelope(json: Data(item.json))
            if subscription.acts(on: event.type) { acting.append(event) }
        }
        let move = store.move(key, epoch: epoch, from: cursor, to: last)
        if let first = acting.first {
            try await permits.with {
                try await database.withTransaction(tenant: first.tenant.uuid) { transaction in
                    try checkMoved(try await transaction.query(move))
                    try await handle(acting, transaction)
                    try await fault(.beforeCommit(producer: key.producer.rawValue, partition: key.partition, position: last))
                }
            }
        } else {
            try checkMoved(try await database.query(move))
        }
        try await fault(.afterCommit(producer: key.producer.rawValue, partition: key.partition, position: last))
    }

    /// Tenant by tenant, each in order: a change of tenant is a round trip, and what two tenants' events do cannot meet. By
    /// their ids: transactions that hold locks of several tenants never wait for each other.
    private func handle(_ events: [EventEnvelope], _ transaction: Transaction) async throws {
        var current = events.first?.tenant
        for (tenant, events) in Dictionary(grouping: events, by: \.tenant).sorted(by: { $0.key < $1.key }) {
            if tenant != current { try await transaction.setTenant(tenant.uuid) }
            current = tenant
            try await subscription.handle(events, transaction)
        }
    }

    /// Puts an event aside and moves on, in one transaction.
    func bury(_ item: LaneBuffer.Item, from cursor: Int64, error: any Error, attempts: Int) async throws {
        let event = try? EventEnvelope(json: Data(item.json))
        // What cannot even be read belongs to nobody that is known: the platform's operators see it.
        let tenant = event?.tenant ?? .platform
        let words = String(describing: error).replacingOccurrences(of: "\0", with: "").prefix(Self.maximumErrorLength)
        try await database.withTransaction(tenant: tenant.uuid) { transaction in
            try checkMoved(try await transaction.query(store.move(key, epoch: epoch, from: cursor, to: item.position)))
            try await transaction.query(
                """
                insert into dead_letters (tenant_id, event_id, consumer, producer, partition, position, type, subject, envelope,
                    error, attempts)
                values (\(tenant), \(event?.id ?? EventID()), \(key.consumer), \(key.producer.rawValue), \(Int16(key.partition)),
                    \(item.position), \(event?.type ?? "unreadable"), \(event?.subject ?? ""),
                    \(String(decoding: item.json, as: UTF8.self).replacingOccurrences(of: "\0", with: "")),
                    \(String(words)), \(Int32(clamping: attempts)))
                on conflict (tenant_id, event_id, consumer) do update set error = excluded.error, attempts = excluded.attempts,
                    died_at = excluded.died_at, outcome = null, outcome_at = null
                """)
        }
    }

    private func checkMoved(_ rows: Rows) throws {
        guard rows.affected == 1 else { throw MessagingError(.leaseLost, key.description) }
    }
}
