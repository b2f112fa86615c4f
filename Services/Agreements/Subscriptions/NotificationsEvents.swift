import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// What the service does on the events of Notifications: proof of notice lets a version come into force for a customer.
struct NotificationsEvents: Sendable {
    let chassis: Chassis
    /// Told when a version will come into force.
    let effectiveDates: EffectiveDates

    /// The handlers of all of it.
    var subscription: Subscription {
        Subscription(consumer: ServiceName.agreements.rawValue, from: .notifications) { on in
            on.on(NoticeGiven.self) { told, event, transaction in try await count(told.notice, event, transaction) }
        }
    }

    /// Counts a notice for each customer that it was given to. Of several the earliest counts; what holds for a customer
    /// already stays as it is.
    private func count(_ notice: NoticeResource, _ event: EventEnvelope, _ transaction: Transaction) async throws {
        guard notice.kind == .changeOfTerms, let id = notice.agreement, let number = notice.version else { return }
        let now = chassis.clock.now
        let rows = try await transaction.execute([
            AgreementStore.find(id).locking, AgreementVersionStore.find([number], of: id),
            ScheduleStore.find(number, of: id, customers: notice.customers),
        ])
        guard let agreement = try rows[0].first.map(AgreementStore.decode),
            let publication = try rows[1].first.map(AgreementVersionStore.decode)?.publication
        else { return }
        let proved = try rows[2].map(ScheduleStore.decode).compactMap { $0.proved(by: notice, of: publication, at: now) }
        guard !proved.isEmpty else { return }
        let publishing = Publishing(
            agreement: agreement, transaction: transaction, tenant: event.tenant, traceparent: event.traceparent, now: now)
        _ = try await transaction.execute(proved.map(ScheduleStore.update) + publishing.told(proved))
        effectiveDates.nudge()
    }
}
