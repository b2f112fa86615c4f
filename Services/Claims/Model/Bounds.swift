/// How much of everything may be sent. What is past a bound is refused with 413 or 422, never cut.
enum Bounds {
    /// Largest body of a claim or a piece of evidence, in bytes: some pages of text and a hundred outages.
    static let claimBytes = 64 * 1024
    /// Largest body of a decision or an application, in bytes.
    static let decisionBytes = 16 * 1024
    /// Most outages that a claim names: three a day of a month.
    static let outages = 100
    /// Most facts that a claim states: agreements ask for a handful.
    static let facts = 20
    /// Most pieces of evidence that come with a claim.
    static let evidenceAtOnce = 20
    /// Most pieces of evidence of a claim.
    static let evidence = 200
    /// Longest description or evidence, in characters: some pages. Logs are kept elsewhere and referred to.
    static let text = 10_000
    /// Longest reference, in characters: an address or a ticket's number.
    static let reference = 500
    /// Longest invoice number, in characters.
    static let invoice = 100
    /// Most versions of an agreement.
    static let versions: Int64 = 10_000
    /// Highest revision of a statement: what its column holds.
    static let revision = Int64(Int32.max)
    /// Most credits that one application uses: years of monthly credits.
    static let creditsAtOnce = 200
    /// Seconds after the end of a window in which a draft that comes too late is told: what history brings in is no news.
    static let recentSeconds: Int64 = 31 * 86_400
    /// Most statements that are looked at again when a contract or an agreement comes after them, the latest ones.
    static let statementsAtOnce = 100
    /// Most rows that fall due taken at once.
    static let dueAtOnce = 64
}
