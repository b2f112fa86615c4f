/// What an agreement says of a claim on a promise about speed, delivery or quality: whether the promise was broken, whether the
/// claim came in time, what it comes to, and how it stands by all of that.
public struct ObjectiveClaim: Hashable, Sendable, Codable {
    /// The objective's id.
    public let objective: String
    /// Whether the promise was broken.
    public let breach: ClaimBreach
    /// What the remedy asks for, and whether it was so; aims too, which cost nothing.
    public let conditions: [ConditionResult]
    /// What it comes to. Where the schedule is the approver's to fill in, no amount is worked out.
    public let amount: ClaimAmount
    /// How the claim stands, with its deadline and its answer.
    public let standing: ClaimStanding
}

extension ObjectiveClaim {
    /// What an agreement says of a claim on what an objective came to. Pure. Nil where the result is of none of the document's
    /// objectives.
    public static func evaluate(
        _ claim: ClaimFacts, result: ObjectiveResult, document: AgreementDocument
    ) -> ObjectiveClaim? {
        guard let objective = document.objectives.first(where: { $0.id == result.objective }) else { return nil }
        let remedy = objective.remedy.flatMap(document.remedy)
        let known = document.completed(claim.customer.known.overridden(by: ScopeFacts(service: objective.service)))
        let conditions = (remedy?.conditions ?? []).map { $0.evaluate(claim.customer, known: known, outages: .empty) }
        let isOutside = objective.scopeConditions.contains { $0.outcome(for: known) == .outside }
        let isExcluded = isOutside || conditions.contains(where: \.isFatal)
        return ObjectiveClaim(
            objective: objective.id, breach: ClaimBreach(result), conditions: conditions,
            amount: ClaimAmount(claim, objective, result, document, remedy),
            standing: ClaimStanding(claim, objective, result, document, remedy, isExcluded: isExcluded))
    }
}

extension ClaimBreach {
    /// Whether an objective was missed. What is too coarse to tell is nothing to judge by.
    init(_ result: ObjectiveResult) {
        isFinal = result.verdict != .pending
        bearing = result.bearing
        switch result.verdict {
        case .missed: outcome = .missed
        case .met: outcome = .kept
        case .pending: outcome = .pending
        case .undecided, .notMeasurable: outcome = .notMeasurable
        }
    }
}

extension ClaimStanding {
    fileprivate init(
        _ claim: ClaimFacts, _ objective: Objective, _ result: ObjectiveResult, _ document: AgreementDocument, _ remedy: Remedy?,
        isExcluded: Bool
    ) {
        guard let remedy else {
            let cited = Set([objective.clause, document.noRemedy?.clause].compactMap { $0 })
            self.init(.noRemedyClause, Bearing(document, clauses: cited))
            return
        }
        let cited = [objective.clause, remedy.clause, remedy.claim?.clause, remedy.claim?.deadlineClause].compactMap { $0 }
        let bearing = Bearing(document, clauses: Set(cited))
        let window = result.window.interval
        let deadline = remedy.claim.flatMap {
            ClaimDeadline.evaluate(
                $0, document: document, window: window, lastOutage: nil, publishedAt: claim.publishedAt)
        }
        let review = remedy.claim.map {
            ClaimReview.evaluate($0, document: document, window: window, receivedAt: claim.receivedAt)
        }
        let state = State(result, isBinding: objective.strength == .guarantee)
        if state == .notGuaranteed {
            self.init(state, bearing)
        } else if isExcluded {
            self.init(.notEligible, bearing, deadline)
        } else if let deadline, !deadline.includes(claim.receivedAt) {
            self.init(.tooLate, bearing, deadline)
        } else {
            let isAnswered = state == .awaitingWindowClose || state == .underReview
            self.init(state, bearing, deadline, isAnswered ? review : nil)
        }
    }
}

extension ClaimStanding.State {
    /// Where a claim in time, of somebody who may make it, stands by what was measured.
    fileprivate init(_ result: ObjectiveResult, isBinding: Bool) {
        guard isBinding else {
            self = .notGuaranteed
            return
        }
        switch result.verdict {
        case .missed: self = .underReview
        case .met: self = .notMissed
        case .pending: self = .awaitingWindowClose
        case .undecided, .notMeasurable: self = .notMeasurable
        }
    }
}

extension ClaimAmount {
    fileprivate init(
        _ claim: ClaimFacts, _ objective: Objective, _ result: ObjectiveResult, _ document: AgreementDocument, _ remedy: Remedy?
    ) {
        approvalClause = remedy?.claim.flatMap { $0.needsApproval ? $0.approvalClause : nil }
        let cited = [remedy?.clause, remedy?.scheduleClause, remedy == nil ? objective.clause : nil].compactMap { $0 }
        let rests = Bearing(document, clauses: Set(cited))
        let isMissed = result.verdict == .missed && objective.strength == .guarantee
        guard let remedy, isMissed, let missed = MissedCommitment(objective, result, under: remedy.schedule) else {
            outcome = remedy != nil && result.verdict == .pending ? .pending : .none
            credit = nil
            bearing = rests
            return
        }
        let isDiscretionary = remedy.schedule == .discretionary
        let verdict = claim.billing.flatMap { billing in
            CreditEvaluation.evaluate(
                [missed], under: remedy, document: document,
                facts: CreditFacts(
                    currency: billing.currency, fees: billing.fees, granted: billing.granted, customer: claim.customer,
                    claimedAt: claim.receivedAt))
        }
        credit = verdict
        outcome = verdict.map { Outcome($0.outcome) } ?? (isDiscretionary ? .discretionary : .feesUnknown)
        bearing = verdict?.bearing ?? rests
    }
}
