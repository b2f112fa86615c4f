import Terms

/// What somebody is told of one event over one channel, and how that goes.
public struct DeliveryResource: Codable, Hashable, Sendable {
    /// The ways in which somebody is told.
    public enum Channel: String, CaseIterable, Codable, Sendable {
        case email, webhook
        case inApp = "in_app"
    }

    /// How it stands.
    public enum State: String, CaseIterable, Codable, Sendable {
        /// It is tried, now or later.
        case pending
        /// It has been taken by the other side.
        case delivered
        /// It was given up; it can be asked for again.
        case dead
    }

    /// Identifies it: the same for one event, recipient and channel, however often it is tried. Receivers know a repeat by it.
    public var id: DeliveryID
    /// The event that is told of.
    public var event: EventID
    /// The event's type.
    public var eventType: String
    /// What it is about, as members choose it; absent for webhooks.
    public var topic: String?
    /// How somebody is told.
    public var channel: Channel
    /// The endpoint, for webhooks.
    public var webhook: WebhookID?
    /// The customer that is told; absent for webhooks.
    public var customer: CustomerID?
    /// The member who is told; absent for webhooks, and for mail to the company itself.
    public var member: MemberID?
    /// The address or URL.
    public var recipient: String
    /// The language of the words.
    public var language: String?
    /// The subject line.
    public var subject: String?
    /// The words; left out of lists other than the feed, and of events.
    public var text: String?
    /// How it stands.
    public var state: State
    /// How often it has been tried.
    public var attempts: Int
    /// How many attempts may have arrived although no answer came: the receiver may have it twice.
    public var unansweredAttempts: Int
    /// When it is tried next.
    public var nextAttemptAt: Instant?
    /// When it was tried last.
    public var lastAttemptAt: Instant?
    /// What the other side, or the way to it, said to the last attempt.
    public var lastAnswer: String?
    /// When it was taken.
    public var deliveredAt: Instant?
    /// When it came to be.
    public var createdAt: Instant

    /// A delivery.
    public init(
        id: DeliveryID, event: EventID, eventType: String, topic: String?, channel: Channel, webhook: WebhookID?,
        customer: CustomerID?, member: MemberID?, recipient: String, language: String?, subject: String?, text: String?,
        state: State, attempts: Int, unansweredAttempts: Int, nextAttemptAt: Instant?, lastAttemptAt: Instant?,
        lastAnswer: String?, deliveredAt: Instant?, createdAt: Instant
    ) {
        self.id = id
        self.event = event
        self.eventType = eventType
        self.topic = topic
        self.channel = channel
        self.webhook = webhook
        self.customer = customer
        self.member = member
        self.recipient = recipient
        self.language = language
        self.subject = subject
        self.text = text
        self.state = state
        self.attempts = attempts
        self.unansweredAttempts = unansweredAttempts
        self.nextAttemptAt = nextAttemptAt
        self.lastAttemptAt = lastAttemptAt
        self.lastAnswer = lastAnswer
        self.deliveredAt = deliveredAt
        self.createdAt = createdAt
    }
}
