/// How much of everything a tenant may send. What is past a bound is refused with 413 or 422, never cut.
enum Bounds {
    /// Largest body of a small thing, in bytes: a name, some dates, a handful of fees.
    static let smallBodyBytes = 16 * 1024
    /// Largest body of a service or calendar, in bytes: 200 components with their labels, or ten years of holidays.
    static let definitionBytes = 256 * 1024
    /// Largest agreement, in bytes of its source and of its JSON. The events that carry it, with what surrounds it, must
    /// stay below the largest event.
    static let agreementBytes = 512 * 1024
    /// Largest body of a token request, in bytes: it holds one key.
    static let tokenBodyBytes = 4 * 1024

    /// Most holidays of a calendar: ten years of thirty.
    static let holidays = 300
    /// Most spans of opening hours in a day.
    static let spansPerDay = 24
    /// Most classes of fees of a subscription.
    static let feeClasses = 16
    /// Most states of a fee, such as a promotion.
    static let feeStates = 10
    /// Longest time that a fee is for, in seconds: two years.
    static let feeSeconds: Int64 = 732 * 86_400
    /// Most attributes of a subscription: ten years of monthly changes of an account's state, with some to spare.
    static let attributes = 150
    /// Most versions of an agreement; each is kept whole for ever.
    static let versions = 10_000
    /// Most reductions that a rule of notice lists; the diff of the versions shows them all.
    static let reductions = 50
    /// Most rows or events written by one statement: what one round trip carries easily.
    static let writesPerStatement = 500
}
