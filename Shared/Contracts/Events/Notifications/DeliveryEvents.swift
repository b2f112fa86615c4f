/// Somebody could not be told, in as many attempts as are made.
public struct DeliveryFailed: EventPayload, Equatable {
    /// `pledge.notifications.delivery.failed.v1`
    public static let type = "pledge.notifications.delivery.failed.v1"
    /// The delivery as it was given up, without its words.
    public var delivery: DeliveryResource

    /// Tells that `delivery` was given up.
    public init(delivery: DeliveryResource) {
        self.delivery = delivery
        self.delivery.text = nil
    }
}

/// An endpoint is told no more: it was gone, or nothing had reached it for days.
public struct EndpointDisabled: EventPayload, Equatable {
    /// `pledge.notifications.endpoint.disabled.v1`
    public static let type = "pledge.notifications.endpoint.disabled.v1"
    /// The endpoint, without its secret.
    public var webhook: WebhookResource

    /// Tells that `webhook` was disabled.
    public init(webhook: WebhookResource) {
        self.webhook = webhook
        self.webhook.secret = nil
    }
}
