/// Whether a claim came in time, and until when it must be answered.
public struct ClaimTimeliness: Hashable, Sendable, Codable {
    /// How it stands with the time.
    public enum Outcome: String, CaseIterable, Hashable, Sendable, Codable {
        case inTime = "in_time"
        /// In an open window a later outage may bring it in time again.
        case tooLate = "too_late"
        /// The time runs from something that has not happened: the publication of the statement. A claim is in time until then.
        case notBegun = "not_begun"
        /// The agreement sets no time.
        case unlimited
    }

    /// How it stands with the time.
    public let outcome: Outcome
    /// Until when it could be filed; nil where no time is set, or it has not begun.
    public let deadline: ClaimDeadline?
    /// Until when it must be answered; nil where the agreement has no rules for claims.
    public let review: ClaimReview?
    /// What it rests on.
    public let bearing: Bearing

    init(_ claim: ClaimFacts, _ statement: Statement, _ document: AgreementDocument, _ remedy: Remedy?) {
        guard let rules = remedy?.claim else {
            outcome = .unlimited
            deadline = nil
            review = nil
            bearing = Bearing(document, clauses: Set([remedy?.clause].compactMap { $0 }))
            return
        }
        deadline = ClaimDeadline.evaluate(rules, document: document, statement: statement, publishedAt: claim.publishedAt)
        outcome = deadline.map { $0.includes(claim.receivedAt) ? .inTime : .tooLate } ?? .notBegun
        review = ClaimReview.evaluate(
            rules, document: document, window: statement.window.interval, receivedAt: claim.receivedAt)
        bearing = Bearing(document, clauses: [rules.clause, rules.deadlineClause], availability: statement.ratio)
    }
}
