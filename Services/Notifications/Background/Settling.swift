import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// Writes what came of attempts: what was taken together, anything else with what follows from it in a transaction each.
struct Settling: Sendable {
    let chassis: Chassis
    private let telling: EveryEvent
    private let takenOutcomes: TakenOutcomes

    init(chassis: Chassis) {
        self.chassis = chassis
        telling = EveryEvent(chassis: chassis)
        takenOutcomes = TakenOutcomes(chassis.database)
    }

    /// Writes one outcome. Nothing is written when another attempt has begun since, or the delivery was given up.
    func settle(_ item: DueDelivery, _ outcome: AttemptOutcome, at now: Instant) async throws {
        if outcome.kind == .taken, item.webhook != nil {
            // By far the most, and nothing is decided in between.
            return try await takenOutcomes.settle(TakenOutcomes.Taken(item: item, outcome: outcome, at: now))
        }
        let progress = DeliveryProgress.after(outcome, attempt: item.attempt, of: item.id, at: now)
        try await chassis.database.withTransaction(tenant: item.tenant.uuid) { transaction in
            let settled = try await transaction.query(DueStore.settle(item, outcome, progress, at: now))
            guard let delivery = try settled.first.map(DeliveryStore.decode) else { return }
            var writes: [Query] = []
            if delivery.state == .dead {
                let failed = try OutboxEvent(
                    DeliveryFailed(delivery: delivery), tenant: item.tenant, subject: delivery.id.description, at: now)
                writes.append(Outbox.insert([failed]))
            }
            if delivery.channel == .email, delivery.state != .pending {
                try await NoticeProof(telling: telling, transaction: transaction).keep(delivery, item.tenant, now)
            }
            if let webhook = item.webhook { writes += try await judge(webhook, outcome, item.tenant, now, transaction) }
            try transaction.enqueue(writes)
        }
    }

    /// What an attempt says of its endpoint.
    private func judge(
        _ id: WebhookID, _ outcome: AttemptOutcome, _ tenant: TenantID, _ now: Instant, _ transaction: Transaction
    ) async throws -> [Query] {
        guard outcome.kind != .taken else { return [WebhookStore.well(id, of: tenant)] }
        let rows = try await transaction.query(WebhookStore.lock(id, of: tenant))
        guard var webhook = try rows.first.map(WebhookStore.decode), webhook.state == .enabled else { return [] }
        switch EndpointHealth.after(outcome, failingSince: webhook.failingSince, at: now) {
        case .well: return [WebhookStore.well(id, of: tenant)]
        case .failing(let since): return [WebhookStore.failing(id, since: since, of: tenant)]
        case .disabled(let reason):
            webhook.state = .disabled
            webhook.disabledReason = reason
            webhook.disabledAt = now
            webhook.version += 1
            webhook.updatedAt = now
            let event = try OutboxEvent(
                EndpointDisabled(webhook: webhook), tenant: tenant, subject: id.description, at: now)
            return [
                WebhookStore.update(webhook, of: tenant),
                DeliveryStore.abandon(id, because: "the endpoint is disabled: \(reason)", of: tenant), Outbox.insert([event]),
            ]
        }
    }
}
