import Contracts
import Foundation
import Terms

/// Something to be told to somebody.
struct NewDelivery: Sendable, Equatable {
    let id: DeliveryID
    let event: EventID
    let eventType: String
    var topic: String?
    let channel: DeliveryResource.Channel
    /// What shares the attempts that may be under way at once.
    let lane: UUID
    var webhook: WebhookID?
    var customer: CustomerID?
    var member: MemberID?
    let recipient: String
    var language: String?
    var subject: String?
    let body: String
    var notice: NoticeSubject?
    /// When it is tried first; nil for what has arrived by being written.
    let dueAt: Instant?
    let traceparent: String?
    let createdAt: Instant

    /// Words about an event for somebody who reads. What is in the feed has arrived; a post there is no proof that anybody was
    /// told, so that only mail gives notice. A tenant's mails share their attempts.
    init(
        _ event: EventEnvelope, to reader: Reader, about topic: PreferenceResource.Topic, by channel: PreferenceResource.Channel,
        _ words: Words, notice: NoticeSubject?, at now: Instant
    ) {
        self.channel = channel == .email ? .email : .inApp
        id = DeliveryKey.id(event: event.id, channel: self.channel, recipient: reader.key)
        self.event = event.id
        eventType = event.type
        self.topic = topic.rawValue
        lane = event.tenant.uuid
        customer = reader.customer
        member = reader.member
        recipient = channel == .email ? reader.address ?? "" : reader.key
        language = reader.language.rawValue
        subject = words.subject
        body = words.text
        self.notice = channel == .email ? notice : nil
        dueAt = channel == .email ? now : nil
        traceparent = event.traceparent
        createdAt = now
    }

    /// An event for an endpoint.
    init(_ event: EventEnvelope, to webhook: WebhookResource, at now: Instant) {
        id = DeliveryKey.id(event: event.id, channel: .webhook, recipient: webhook.id.description)
        self.event = event.id
        eventType = event.type
        channel = .webhook
        lane = webhook.id.uuid
        self.webhook = webhook.id
        recipient = webhook.url
        body = String(decoding: event.json, as: UTF8.self)
        dueAt = now
        traceparent = event.traceparent
        createdAt = now
    }
}
