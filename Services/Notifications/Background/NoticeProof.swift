import Contracts
import Messaging
import Postgres
import Terms

/// Keeps that a mail gave notice, or that it did not: who, when, how, and the hash of the words.
struct NoticeProof {
    let telling: EveryEvent
    let transaction: Transaction

    /// Keeps it, for a delivery that is a notice; a delivery that is asked for again proves nothing new.
    func keep(_ delivery: DeliveryResource, _ tenant: TenantID, _ now: Instant) async throws {
        let rows = try await transaction.query(DeliveryStore.notice(delivery.id, of: tenant))
        guard let row = rows.first, let (subject, text) = try DeliveryStore.decodeNotice(row) else { return }
        if delivery.state == .dead {
            guard let failed = subject.failed(by: delivery) else { return }
            let event = try OutboxEvent(failed, tenant: tenant, subject: delivery.id.description, at: now)
            return try await telling.tell([event], tenant, transaction)
        }
        guard let notice = subject.given(by: delivery, text: text, at: now) else { return }
        let written = try await transaction.execute(NoticeStore.insert(notice, of: tenant))
        guard written.first?.affected == 1 else { return }
        let name = notice.id.description
        var events = [try OutboxEvent(NoticeGiven(notice: notice), tenant: tenant, subject: name, at: now)]
        if now >= subject.dueAt {
            let late = NoticeLate(notice: notice, dueAt: subject.dueAt)
            events.append(try OutboxEvent(late, tenant: tenant, subject: name, at: now))
        }
        try await telling.tell(events, tenant, transaction)
    }
}
