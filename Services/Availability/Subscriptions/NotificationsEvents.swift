import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// What this service does on the events of Notifications: proof of notice lets maintenance be excluded, where the agreement
/// asks for notice.
///
/// Notice that comes late is told of as given, too, and is judged by when it was. Of one that failed there is nothing to keep:
/// without a proof the customer had no notice, and its statements say so from the first.
struct NotificationsEvents: Sendable {
    let chassis: Chassis
    /// Says that something may be due sooner.
    let nudge: @Sendable () -> Void

    /// The handlers of all of it.
    var subscription: Subscription {
        Subscription(consumer: ServiceName.availability.rawValue, from: .notifications) { on in
            on.on(NoticeGiven.self) { told, event, transaction in try await keep(told.notice, event.tenant, transaction) }
        }
    }

    /// Keeps who had notice of maintenance, and has the closed statements made anew that it may change, and open budgets looked at.
    private func keep(_ notice: NoticeResource, _ tenant: TenantID, _ transaction: Transaction) async throws {
        guard let id = notice.maintenance else { return }
        let rows = try await transaction.execute([TenantLock.take(tenant), MaintenanceStore.find(id, of: tenant)])
        guard let maintenance = try rows[1].first.map(MaintenanceStore.decode) else { return }
        let kept = try await transaction.query(NoticeStore.keep(notice, of: id, tenant))
        guard kept.affected > 0 else { return }
        let (time, now) = (Interval(maintenance.from, maintenance.to), chassis.clock.now)
        _ = try await transaction.execute([
            StatementWorkStore.markDirty(service: maintenance.service, time, reason: .notice, by: nil, at: now, of: tenant),
            BudgetStore.look(at: maintenance.service, time, at: now, of: tenant),
        ])
        nudge()
    }
}
