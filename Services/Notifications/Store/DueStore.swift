import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `deliveries`, for those who attempt them: in the worker's role across tenants, then in each tenant's.
enum DueStore {
    /// Rows that are looked at to find some of every lane: a lane with a long queue does not hide the others.
    private static let window = 512

    /// Takes up to `limit` deliveries that are due, at most `laneLimit` of a lane and none of the lanes that are busy. An attempt
    /// is counted before it is made. One that has begun before and came to no known end may have arrived.
    ///
    /// - Parameter lease: until when nobody else takes them.
    static func take(
        _ channel: DeliveryResource.Channel, limit: Int, laneLimit: Int, busy: [UUID], lease: Instant, at now: Instant
    ) -> Query {
        """
        with first as (
            select tenant_id, id, lane, due_at from deliveries
            where channel = \(channel.rawValue) and due_at <= \(now) and lane <> all (\(busy)) order by due_at, id limit \(window)
        ), ranked as (
            select tenant_id, id, row_number() over (partition by lane order by due_at, id) as place from first
        ), taken as (
            select d.tenant_id, d.id, d.attempting as lost from deliveries d join ranked r on r.tenant_id = d.tenant_id and r.id = d.id
            where r.place <= \(laneLimit) and d.due_at <= \(now) order by d.due_at, d.id limit \(limit)
            for update of d skip locked
        )
        update deliveries d set due_at = \(lease), attempts = d.attempts + 1, attempting = true,
            unanswered = d.unanswered + d.attempting::int, last_attempt_at = \(now)
        from taken t where d.tenant_id = t.tenant_id and d.id = t.id
        returning d.tenant_id, d.id, d.lane, d.webhook_id, d.recipient, d.language, d.subject, d.body, d.attempts,
            t.lost, d.traceparent, d.created_at
        """
    }

    /// When the next of the lanes that are not busy is due.
    static func next(_ channel: DeliveryResource.Channel, busy: [UUID]) -> Query {
        """
        select due_at from deliveries where channel = \(channel.rawValue) and due_at is not null and lane <> all (\(busy))
        order by due_at limit 1
        """
    }

    /// Reads a row of ``take(_:limit:laneLimit:busy:lease:at:)``.
    static func decode(_ row: Row, _ channel: DeliveryResource.Channel) throws -> DueDelivery {
        let (tenant, id, lane, webhook, recipient, language, subject, body, attempt, lost, traceparent, createdAt) =
            try row.decode(
                (TenantID, DeliveryID, UUID, WebhookID?, String, String?, String?, String, Int, Bool, String?, Instant).self)
        return DueDelivery(
            tenant: tenant, id: id, channel: channel, lane: lane, webhook: webhook, recipient: recipient, language: language,
            subject: subject, body: body, attempt: attempt, followsLost: lost, traceparent: traceparent, createdAt: createdAt)
    }

    /// As ``settle(_:_:_:at:)``, for what the endpoints of a tenant have taken: their failures are forgotten with it.
    static func settle(taken: [TakenOutcomes.Taken], of tenant: TenantID) -> Query {
        """
        with settled as (
            update deliveries d set state = 'delivered', due_at = null, attempting = false, last_answer = t.answer,
                delivered_at = t.at
            from unnest(\(taken.map(\.item.id)), \(taken.map { Int32(clamping: $0.item.attempt) }), \(taken.map(\.outcome.answer)),
                \(taken.map(\.at))) as t (id, attempt, answer, at)
            where d.tenant_id = \(tenant) and d.id = t.id and d.attempting and d.attempts = t.attempt
            returning d.webhook_id
        )
        update webhooks w set failing_since = null
        where w.tenant_id = \(tenant) and w.id in (select webhook_id from settled) and w.failing_since is not null
        """
    }

    /// Writes what came of an attempt, unless another has begun since or it was given up; gives the delivery as it stands.
    static func settle(
        _ item: DueDelivery, _ outcome: AttemptOutcome, _ progress: DeliveryProgress, at now: Instant
    ) -> Query {
        let (state, dueAt): (DeliveryResource.State, Instant?) =
            switch progress {
            case .delivered: (.delivered, nil)
            case .again(let instant): (.pending, instant)
            case .dead: (.dead, nil)
            }
        return """
            update deliveries set state = \(state.rawValue), due_at = \(dueAt), attempting = false,
                unanswered = unanswered + \(outcome.kind == .unanswered ? 1 : 0), last_answer = \(outcome.answer),
                delivered_at = \(state == .delivered ? now : nil)
            where tenant_id = \(item.tenant) and id = \(item.id) and attempting and attempts = \(item.attempt)
            returning \(DeliveryStore.columns), null::text
            """
    }

    /// How many wait, by channel, and since when the first of them is due.
    static let waiting: Query = """
        select channel, count(*), min(due_at) from deliveries where due_at is not null group by channel
        """

    /// Removes finished deliveries of before an instant; what they proved is kept elsewhere.
    static func prune(before: Instant, limit: Int) -> Query {
        """
        delete from deliveries where (tenant_id, id) in (
            select tenant_id, id from deliveries where created_at < \(before) and state <> 'pending'
            order by created_at limit \(limit))
        """
    }
}
