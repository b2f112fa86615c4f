import Terms

/// A webhook's new signing secret, shown once.
public struct WebhookSecretResource: Codable, Hashable, Sendable {
    /// Whose it is.
    public var webhook: WebhookID
    /// The secret, `whsec_` and base64.
    public var secret: String
    /// Until when what is sent is signed with the secret of before, too.
    public var previousSecretUntil: Instant

    /// A secret.
    public init(webhook: WebhookID, secret: String, previousSecretUntil: Instant) {
        self.webhook = webhook
        self.secret = secret
        self.previousSecretUntil = previousSecretUntil
    }
}
