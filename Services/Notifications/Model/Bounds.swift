/// How much of everything a tenant may send. What is past a bound is refused with 413 or 422, never cut.
enum Bounds {
    /// Largest body of a notice, in bytes: its text, and a thousand customers.
    static let noticeBytes = 256 * 1024
    /// Most customers of one notice: the event that carries them stays small. A notice to more is several.
    static let noticeCustomers = 1_000
    /// Longest text of a notice, in characters: a letter of twenty pages. Longer ones are kept elsewhere, and hashed.
    static let noticeText = 50_000
    /// Longest recipient in characters: the longest e-mail address, or a name and a postal address.
    static let recipient = 320
    /// Most versions of an agreement.
    static let versions: Int64 = 10_000
    /// How far in the future a notice may be dated, in seconds: clocks differ.
    static let clockSkewSeconds: Int64 = 300
    /// Largest body of a webhook or of preferences, in bytes.
    static let smallBodyBytes = 16_384
    /// Most webhooks of a tenant: each is a delivery for every event.
    static let webhooks = 20
    /// How long the old secret signs beside the new one unless the request says otherwise, in seconds.
    static let secretOverlapSeconds: Int64 = 86_400
    /// The longest overlap of two secrets, in seconds: an old secret that lives for ever was not rotated.
    static let secretOverlapMaximumSeconds: Int64 = 30 * 86_400
}
