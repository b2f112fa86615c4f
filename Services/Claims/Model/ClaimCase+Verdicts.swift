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
        if subscriptions.allSatisfy(\.trial) {
            let waiver = remedy.notFor.first { ["trial", "free_trial"].contains($0.state) }
            return EligibilityVerdict(verdict: .trial, conditions: [], clauses: [waiver?.clause ?? remedy.clause])
        }
        let outages = statement?.down ?? IntervalSet(facts.outages)
        let asked = document.preconditions.filter { $0.commitments.isEmpty || $0.commitments.contains(commitment.id) }
        let conditions = (asked.map(\.condition) + remedy.conditions).map { $0.evaluate(customer, outages: outages) }
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

    /// Whether the customer had the promise in the window: the service, the plan, and what else its scope asks for, as far as
    /// that is known.
    private var isCovered: Bool {
        guard !subscriptions.isEmpty else { return false }
        if !commitment.plans.isEmpty, !subscriptions.contains(where: { commitment.plans.contains($0.plan) }) { return false }
        let attributes = customer.attributes
        return commitment.scope?.values.allSatisfy { attribute, allowed in
            attributes[attribute].map(allowed.contains) ?? true
        } ?? true
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
