import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `deliveries`, for those who read them and ask for them.
enum DeliveryStore {
    /// Rung when something is to be told.
    static let channel = "deliveries"

    static let columns: Query = """
        id, event_id, event_type, topic, channel, webhook_id, customer_id, member_id, recipient, language, subject, state,
        attempts, unanswered, due_at, last_attempt_at, last_answer, delivered_at, created_at
        """

    /// Adds what is to be told, once; whoever sends is woken when the transaction commits.
    static func insert(_ deliveries: [NewDelivery], of tenant: TenantID) -> [Query] {
        guard !deliveries.isEmpty else { return [] }
        return deliveries.map { insert($0, of: tenant) } + ["select pg_notify(\(channel), '')"]
    }

    private static func insert(_ item: NewDelivery, of tenant: TenantID) -> Query {
        let state: DeliveryResource.State = item.dueAt == nil ? .delivered : .pending
        return """
            insert into deliveries (tenant_id, id, event_id, event_type, topic, channel, lane, webhook_id, customer_id,
                member_id, recipient, language, subject, body, notice_kind, agreement_id, version, maintenance_id, notice_due_at, state, due_at, delivered_at, traceparent, created_at)
            values (\(tenant), \(item.id), \(item.event), \(item.eventType), \(item.topic), \(item.channel.rawValue),
                \(item.lane), \(item.webhook), \(item.customer), \(item.member), \(item.recipient), \(item.language),
                \(item.subject), \(item.body), \(item.notice?.kind.rawValue), \(item.notice?.agreement),
                \(item.notice?.version), \(item.notice?.maintenance), \(item.notice?.dueAt), \(state.rawValue), \(item.dueAt),
                \(item.dueAt == nil ? item.createdAt : nil), \(item.traceparent), \(item.createdAt))
            on conflict (tenant_id, id) do nothing
            """
    }

    /// One delivery with its words; for a customer only its own.
    static func find(_ id: DeliveryID, visibleTo customer: CustomerID?, of tenant: TenantID) -> Query {
        let query: Query = "select \(columns), body from deliveries where tenant_id = \(tenant) and id = \(id)"
        guard let customer else { return query }
        return query + " and customer_id = \(customer)"
    }

    /// What a delivery's arrival gives notice of, and the words.
    static func notice(_ id: DeliveryID, of tenant: TenantID) -> Query {
        """
        select notice_kind, agreement_id, version, maintenance_id, notice_due_at, body from deliveries
        where tenant_id = \(tenant) and id = \(id) and notice_kind is not null
        """
    }

    /// Reads a row of it.
    static func decodeNotice(_ row: Row) throws -> (NoticeSubject, text: String)? {
        let (kind, agreement, version, maintenance, dueAt, text) = try row.decode(
            (String, AgreementID?, Int?, MaintenanceID?, Instant, String).self)
        guard let kind = NoticeResource.Kind(rawValue: kind) else { return nil }
        return (
            NoticeSubject(kind: kind, agreement: agreement, version: version, maintenance: maintenance, dueAt: dueAt), text
        )
    }

    /// What a list of deliveries can be narrowed to.
    struct Filter: Sendable {
        var channel: DeliveryResource.Channel?
        var state: DeliveryResource.State?
        var topic: PreferenceResource.Topic?
        var webhook: WebhookID?
        var customer: CustomerID?
        var member: MemberID?
        var event: EventID?
    }

    /// A page, the newest event first; with the words where they are for reading here.
    static func page(_ filter: Filter, after: UUID?, limit: Int, of tenant: TenantID) -> Query {
        var query: Query = """
            select \(columns), case when channel = 'in_app' then body end from deliveries where tenant_id = \(tenant)
            """
        if let channel = filter.channel { query += " and channel = \(channel.rawValue)" }
        if let state = filter.state { query += " and state = \(state.rawValue)" }
        if let topic = filter.topic { query += " and topic = \(topic.rawValue)" }
        if let webhook = filter.webhook { query += " and webhook_id = \(webhook)" }
        if let customer = filter.customer { query += " and customer_id = \(customer)" }
        if let member = filter.member { query += " and member_id = \(member)" }
        if let event = filter.event { query += " and event_id = \(event)" }
        return query.newestFirst(after: after, limit: limit)
    }

    /// Has a finished delivery tried anew, as the same delivery.
    static func again(_ id: DeliveryID, at now: Instant, of tenant: TenantID) -> [Query] {
        [
            """
            update deliveries set state = 'pending', attempts = 0, attempting = false, due_at = \(now), delivered_at = null
            where tenant_id = \(tenant) and id = \(id) and state <> 'pending'
            """,
            "select pg_notify(\(channel), '')",
        ]
    }

    /// Gives up what waits for an endpoint.
    static func abandon(_ webhook: WebhookID, because answer: String, of tenant: TenantID) -> Query {
        """
        update deliveries set state = 'dead', due_at = null, attempting = false, last_answer = \(answer)
        where tenant_id = \(tenant) and webhook_id = \(webhook) and state = 'pending'
        """
    }

    /// Removes what a customer was or would be told.
    static func forget(_ customer: CustomerID, of tenant: TenantID) -> Query {
        "delete from deliveries where tenant_id = \(tenant) and customer_id = \(customer)"
    }

    /// Removes what a member was or would be told.
    static func forget(_ member: MemberID, of tenant: TenantID) -> Query {
        "delete from deliveries where tenant_id = \(tenant) and member_id = \(member)"
    }

    /// Reads a row of ``columns`` and the words.
    static func decode(_ row: Row) throws -> DeliveryResource {
        let (
            id, event, eventType, topic, channel, webhook, customer, member, recipient, language, subject, state, attempts,
            unanswered, dueAt, lastAttemptAt, lastAnswer, deliveredAt, createdAt, body
        ) = try row.decode(
            (
                DeliveryID, EventID, String, String?, String, WebhookID?, CustomerID?, MemberID?, String, String?, String?,
                String, Int, Int, Instant?, Instant?, String?, Instant?, Instant, String?
            ).self)
        return DeliveryResource(
            id: id, event: event, eventType: eventType, topic: topic,
            channel: DeliveryResource.Channel(rawValue: channel) ?? .inApp, webhook: webhook, customer: customer,
            member: member, recipient: recipient, language: language, subject: subject, text: body,
            state: DeliveryResource.State(rawValue: state) ?? .dead, attempts: attempts, unansweredAttempts: unanswered,
            nextAttemptAt: dueAt, lastAttemptAt: lastAttemptAt, lastAnswer: lastAnswer, deliveredAt: deliveredAt,
            createdAt: createdAt)
    }
}
