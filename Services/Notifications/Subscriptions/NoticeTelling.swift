import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// Gives the notices that agreements oblige the tenant to give: of maintenance, and of changed terms.
struct NoticeTelling: Sendable {
    let telling: Telling

    /// The handlers of all of it. After those that keep the copies: who is told is looked up there.
    var subscriptions: [Subscription] {
        let consumer = ServiceName.notifications.rawValue
        return [
            Subscription(consumer: consumer, from: .availability) { on in
                on.on(MaintenanceAnnounced.self) { try await tell($0.maintenance, .announced, $1, $2) }
                on.on(MaintenanceChanged.self) { try await tell($0.maintenance, .changed, $1, $2) }
                on.on(MaintenanceCancelled.self) { try await tell($0.maintenance, .cancelled, $1, $2) }
            },
            Subscription(consumer: consumer, from: .agreements) { on in
                on.on(AgreementPublished.self) { try await tell($0.version, $1, $2) }
            },
        ]
    }

    /// What is over when it is recorded, and what was announced elsewhere, needs no notice from here; a change of that does:
    /// what was told elsewhere is another time.
    private func tell(
        _ maintenance: MaintenanceResource, _ occasion: MaintenanceTemplate.Occasion, _ event: EventEnvelope,
        _ transaction: Transaction
    ) async throws {
        guard maintenance.to > telling.chassis.clock.now, maintenance.proof == nil || occasion != .announced else { return }
        let letter = Telling.Letter(
            event: event, topic: .maintenance, audience: .services([maintenance.service]), service: maintenance.service,
            notice: occasion == .cancelled ? nil : NoticeSubject(maintenance)
        ) { names in
            MaintenanceTemplate(
                occasion: occasion, maintenance: maintenance, tenant: names.tenant,
                service: names.service ?? maintenance.serviceKey)
        }
        try await telling.tell([letter], of: event.tenant, transaction)
    }

    /// Who has a first version has agreed to it; a later one is told of.
    private func tell(_ version: AgreementVersionState, _ event: EventEnvelope, _ transaction: Transaction) async throws {
        guard version.version > 1 else { return }
        let letter = Telling.Letter(
            event: event, topic: .terms, audience: .agreement(version.agreement), notice: NoticeSubject(version)
        ) { TermsTemplate(version: version, tenant: $0.tenant) }
        try await telling.tell([letter], of: event.tenant, transaction)
    }
}
