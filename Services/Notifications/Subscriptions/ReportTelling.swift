import Chassis
import Contracts
import Messaging
import Postgres

/// Tells customers of what happens to them: statements, tickets, incidents, claims and credits.
struct ReportTelling: Sendable {
    let telling: Telling

    /// The handlers of all of it.
    var subscriptions: [Subscription] {
        [ServiceName.availability, .ticketing, .claims].map { producer in
            Subscription(consumer: ServiceName.notifications.rawValue, from: producer) { on in
                for type in Happening.all.keys.sorted() where type.hasPrefix("pledge.\(producer.rawValue).") {
                    on.on(type: type) { event, transaction in try await tell(event, transaction) }
                }
            }
        }
    }

    private func tell(_ event: EventEnvelope, _ transaction: Transaction) async throws {
        guard let report = EventReport(event), report.isNews(at: telling.chassis.clock.now) else { return }
        let audience: AudienceStore.Audience =
            switch report.audience {
            case .customer(let id): .customer(id)
            case .services(let ids): .services(ids)
            }
        try await telling.tell(event, about: report.topic, to: audience, transaction) {
            ReportTemplate(report: report, tenant: $0.tenant)
        }
    }
}
