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
            let types = Happening.all.keys.filter { $0.hasPrefix("pledge.\(producer.rawValue).") }
            return Subscription(consumer: ServiceName.notifications.rawValue, from: producer) { on in
                on.onTogether(Set(types)) { events, transaction in
                    try await telling.tell(events.compactMap(letter), of: events[0].tenant, transaction)
                }
            }
        }
    }

    /// What customers are told of an event; nil when they are told nothing.
    private func letter(_ event: EventEnvelope) -> Telling.Letter? {
        guard let report = EventReport(event), report.isNews(at: telling.chassis.clock.now) else { return nil }
        let audience: AudienceStore.Audience =
            switch report.audience {
            case .customer(let id): .customer(id)
            case .services(let ids): .services(ids)
            }
        return Telling.Letter(event: event, topic: report.topic, audience: audience) {
            ReportTemplate(report: report, tenant: $0.tenant)
        }
    }
}
