/// Until when a claim must be answered.
public struct ClaimReview: Hashable, Sendable, Codable {
    /// When the claim arrived.
    public let receivedAt: Instant
    /// When the review began: on receipt, or for an early claim when its window closed.
    public let beginsAt: Instant
    /// When the answer is due; nil where no time is promised.
    public let due: Instant?
    /// What it rests on.
    public let bearing: Bearing

    /// The review of a claim, in business days of the rules' calendar. The day after the beginning is the first; an answer
    /// at the closing of the last day is in time.
    public static func evaluate(
        _ rules: ClaimRules, document: AgreementDocument, window: Interval, receivedAt: Instant
    ) -> ClaimReview {
        let beginsAt = max(receivedAt, window.end)
        let calendar = rules.answerCalendar.flatMap { document.calendars[$0] }
        let due = rules.answerBusinessDays.flatMap { days in calendar?.due(businessDays: days, after: beginsAt) }
        return ClaimReview(
            receivedAt: receivedAt, beginsAt: beginsAt, due: due, bearing: Bearing(document, clauses: [rules.clause]))
    }
}
