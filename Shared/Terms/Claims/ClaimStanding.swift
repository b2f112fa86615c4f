/// How a claim stands at an instant, by the agreement alone: whether it may be made, waits, or is open for review.
public struct ClaimStanding: Hashable, Sendable, Codable {
    /// How it stands.
    public enum State: String, CaseIterable, Hashable, Sendable, Codable {
        /// The agreement grants nothing for the commitment.
        case noRemedyClause = "no_remedy_clause"
        /// The commitment is an aim, and founds no claim.
        case notGuaranteed = "not_guaranteed"
        /// The promise is not for who claims, or a condition of it was not kept: see ``ClaimVerdicts``.
        case notEligible = "not_eligible"
        /// It arrived after the deadline.
        case tooLate = "too_late"
        /// It was accepted before its window closed, and waits for that.
        case awaitingWindowClose = "awaiting_window_close"
        /// The window closed, and the commitment was kept.
        case notMissed = "not_missed"
        /// The window closed, and there was nothing to judge by.
        case notMeasurable = "not_measurable"
        /// The commitment was missed: somebody must answer.
        case underReview = "under_review"
    }

    /// How it stands.
    public let state: State
    /// Until when it could be filed; nil where nothing is granted, or the time has not begun.
    public let deadline: ClaimDeadline?
    /// Until when it must be answered; nil unless it waits or is under review.
    public let review: ClaimReview?
    /// What it rests on.
    public let bearing: Bearing
}

extension ClaimStanding {
    /// How a claim stands by what was measured and the time alone, that arrived at `receivedAt`, on a statement of its commitment and window.
    ///
    /// While the window is open, a claim that is too late for every outage so far is `tooLate`; a later outage of the same
    /// window can bring it in time again. What is known of the customer, ``ClaimVerdicts`` takes in too.
    public static func evaluate(
        receivedAt: Instant, statement: Statement, document: AgreementDocument, publishedAt: Instant? = nil
    ) -> ClaimStanding {
        let remedy = document.commitment(statement.commitment)?.remedy.flatMap(document.remedy)
        guard let remedy else {
            let cited = Set([statement.clause, document.noRemedy?.clause].compactMap { $0 })
            return ClaimStanding(.noRemedyClause, Bearing(document, clauses: cited))
        }
        let cited = Set([statement.clause, remedy.clause, remedy.claim?.clause, remedy.claim?.deadlineClause].compactMap { $0 })
        let bearing = Bearing(document, clauses: cited, availability: statement.ratio)
        guard statement.strength == .guarantee else { return ClaimStanding(.notGuaranteed, bearing) }
        let deadline = remedy.claim.flatMap {
            ClaimDeadline.evaluate($0, document: document, statement: statement, publishedAt: publishedAt)
        }
        if let deadline, !deadline.includes(receivedAt) { return ClaimStanding(.tooLate, bearing, deadline) }
        let review = remedy.claim.map {
            ClaimReview.evaluate($0, document: document, window: statement.window.interval, receivedAt: receivedAt)
        }
        if statement.isOpen { return ClaimStanding(.awaitingWindowClose, bearing, deadline, review) }
        switch statement.verdict {
        case .missed: return ClaimStanding(.underReview, bearing, deadline, review)
        case .met, .pending: return ClaimStanding(.notMissed, bearing, deadline)
        case .notMeasurable: return ClaimStanding(.notMeasurable, bearing, deadline)
        }
    }

    init(_ state: State, _ bearing: Bearing, _ deadline: ClaimDeadline? = nil, _ review: ClaimReview? = nil) {
        self.state = state
        self.bearing = bearing
        self.deadline = deadline
        self.review = review
    }
}
