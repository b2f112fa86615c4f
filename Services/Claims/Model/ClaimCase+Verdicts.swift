import Contracts
import Terms

extension ClaimCase {
    /// Was the promise broken?
    func breach() -> BreachVerdict {
        let claimed = facts.outages.isEmpty ? nil : IntervalSet(facts.outages).clipped(to: window.interval)
        let resource = statement?.resource
        return BreachVerdict(
            verdict: resource?.verdict ?? .pending, isFinal: statement?.isFinal ?? false,
            target: resource?.target ?? commitment.target, availabilityPercent: resource?.availabilityPercent,
            measuredSeconds: resource?.seconds.countedDown, claimedSeconds: claimed?.seconds,
            confirmedSeconds: claimed.flatMap { claimed in (statement?.down).map { claimed.intersection($0).seconds } },
            clauses: resource?.clauses ?? [commitment.clause])
    }

    /// May this customer claim it?
    func eligibility() -> EligibilityVerdict {
        guard let remedy else {
            let clauses = [commitment.clause] + [document.noRemedy?.clause].compactMap { $0 }
            return EligibilityVerdict(verdict: .noRemedyClause, conditions: [], clauses: clauses)
        }
        guard commitment.strength == .guarantee else {
            return EligibilityVerdict(verdict: .notGuaranteed, conditions: [], clauses: [commitment.clause])
        }
        guard isCovered else {
            return EligibilityVerdict(verdict: .notCovered, conditions: [], clauses: [commitment.clause])
        }
        if let waived = waiver(of: remedy) { return waived }
        let asked = document.preconditions.filter { $0.commitments.isEmpty || $0.commitments.contains(commitment.id) }
        let conditions = (asked.map(\.condition) + remedy.conditions).map(judge)
        let verdict: EligibilityVerdict.Outcome =
            if conditions.contains(where: \.isFatal) {
                .preconditionFailed
            } else if conditions.contains(where: \.isOpen) {
                .unproven
            } else {
                .eligible
            }
        return EligibilityVerdict(
            verdict: verdict, conditions: conditions, clauses: bearing(Set(conditions.map(\.clause) + [remedy.clause])))
    }

    /// Whether the customer had the promise: the service, the plan, and what else its scope asks for, as far as that is known.
    /// To have had it at some of the outages is enough.
    private var isCovered: Bool {
        subscriptions.contains { subscription in
            guard commitment.plans.isEmpty || commitment.plans.contains(subscription.plan) else { return false }
            return known(under: subscription).contains { document.applies(commitment, to: $0).outcome != .outside }
        }
    }

    /// A trial, or an account that was in a state at every outage in which nothing is credited. Where it was so for a part of
    /// the time, the fees of that part do not count.
    private func waiver(of remedy: Remedy) -> EligibilityVerdict? {
        let states = known.map { $0.values["account"] ?? [] }
        let waiver = remedy.notFor.first { waiver in
            waiver.state.map { state in states.allSatisfy { $0.contains(state) } } ?? false
        }
        let isTrial = subscriptions.allSatisfy(\.trial) || waiver?.state.map(FeeLines.trialStates.contains) ?? false
        guard isTrial || waiver != nil else { return nil }
        let named = remedy.notFor.first { $0.state.map(FeeLines.trialStates.contains) ?? false }
        let clause = isTrial ? named?.clause : waiver?.clause
        return EligibilityVerdict(
            verdict: isTrial ? .trial : .preconditionFailed, conditions: [], clauses: [clause ?? remedy.clause])
    }

    /// Whether a condition held; where what it asks for changed, at some of the outages is enough.
    private func judge(_ condition: Precondition) -> ConditionResult {
        let outages = statement?.down ?? IntervalSet(facts.outages)
        let results = known.map { condition.evaluate(customer, known: $0, outages: outages) }
        return results.first { $0.outcome == .held } ?? results.first { $0.outcome == .unknown } ?? results.first
            ?? condition.evaluate(customer, outages: outages)
    }

    /// Was it claimed in time?
    func timeliness() -> TimelinessVerdict {
        guard let rules = remedy?.claim, !isAutomatic else {
            return TimelinessVerdict(verdict: .noDeadline, from: nil, anchor: nil, lastSecond: nil, clauses: [])
        }
        let deadline = statement.flatMap { statement in
            ClaimDeadline.evaluate(
                rules, document: document, window: window.interval, lastOutage: statement.down.intervals.last,
                publishedAt: statement.isFinal ? statement.toldAt : nil, availability: statement.resource.availability)
        }
        guard let deadline else {
            let clauses = bearing([rules.deadlineClause])
            return TimelinessVerdict(verdict: .pending, from: rules.from, anchor: nil, lastSecond: nil, clauses: clauses)
        }
        return TimelinessVerdict(
            verdict: deadline.includes(receivedAt) ? .inTime : .late, from: deadline.from, anchor: deadline.anchor,
            lastSecond: deadline.lastSecond, clauses: deadline.bearing.clauses)
    }

    /// Is what the agreement asks for there?
    func evidence() -> EvidenceVerdict {
        let rules = remedy?.claim
        guard let rules, !rules.required.isEmpty, !isAutomatic else {
            return EvidenceVerdict(verdict: .notRequired, required: [], missing: [], clauses: rules.map { [$0.clause] } ?? [])
        }
        let missing = rules.required.filter { !answered.contains($0) }
        return EvidenceVerdict(
            verdict: missing.isEmpty ? .complete : .incomplete, required: rules.required, missing: missing,
            clauses: [rules.clause])
    }

    /// When an answer is due.
    func review() -> ClaimResource.Review? {
        guard let rules = remedy?.claim else { return nil }
        let review = ClaimReview.evaluate(rules, document: document, window: window.interval, receivedAt: receivedAt)
        return ClaimResource.Review(beginsAt: review.beginsAt, dueAt: review.due)
    }

    private func bearing(_ clauses: Set<String>) -> [String] {
        Bearing(document, clauses: clauses).clauses
    }
}
