import Contracts
import Terms

extension ClaimCase {
    /// What does it come to?
    ///
    /// The window is worked out as a whole: with this breach and every other of the same window under the agreement that has
    /// its credit, so that stacking and caps hold for all of them together and nothing is rounded twice. What was granted is
    /// taken off.
    func amount(_ eligibility: EligibilityVerdict, ignoring: Set<StatementID>) -> AmountVerdict {
        guard let remedy, let currency, let statement, let missed = statement.missed(in: window) else {
            return AmountVerdict(verdict: statement?.isFinal == true ? .nothing : .pending, clauses: [commitment.clause])
        }
        let own = statement.resource.id
        if credits.contains(where: { $0.statement == own && !ignoring.contains(own) }) {
            return AmountVerdict(
                verdict: .alreadyCredited, amount: Money(amountMinor: 0, currency: currency),
                clauses: [remedy.clause])
        }
        // A breach counts once, however many credits it has come to.
        var seen = ignoring.union([own])
        let others = credits.filter { seen.insert($0.statement).inserted }.compactMap(\.missed)
        let facts = creditFacts(currency, without: ignoring)
        guard
            let credit = CreditEvaluation.evaluate(
                others + [missed], under: remedy, document: document, facts: facts)
        else { return AmountVerdict(verdict: .nothing, clauses: [remedy.clause]) }
        return verdict(credit, currency, hasFees: hasFees(facts, remedy), needsDowntime: remedy.schedule.needsDowntime)
    }

    /// Whether any fee is known that the credit could be a share of. That none is known is no reason to refuse.
    private func hasFees(_ facts: CreditFacts, _ remedy: Remedy) -> Bool {
        let period: Interval =
            switch remedy.feeBase?.period ?? .affectedWindow {
            case .affectedWindow: window.interval
            case .precedingWindow: window.previous(in: document.zone).interval
            case .currentMonth: Window.containing(receivedAt, kind: .month, zone: document.zone).interval
            }
        return facts.fees.contains { line in
            remedy.feeBase?.classes.contains(line.feeClass) ?? true && !line.interval.intersection(period).isEmpty
        }
    }

    private func verdict(
        _ credit: CreditVerdict, _ currency: String, hasFees: Bool, needsDowntime: Bool
    ) -> AmountVerdict {
        let isKnown = hasFees || credit.steps.contains { $0.kind == .earned && $0.percent == nil }
        let isWhole = !needsDowntime || statement?.countedDown.omitted == 0
        let outcome: AmountVerdict.Outcome =
            switch credit.outcome {
            case .otherCurrency: .otherCurrency
            case .discretionary: .discretionary
            case _ where !isKnown: .feesUnknown
            case _ where !isWhole: .discretionary
            case _ where credit.amountMinor == 0 && credit.steps.contains(where: { $0.kind == .alreadyGranted }):
                .alreadyCredited
            case .nothing: .nothing
            // Whether a condition holds is another verdict's; the amount is what would be due if it did.
            case .due, .refused, .unproven: .due
            }
        let isTold = outcome == .due || outcome == .nothing || outcome == .alreadyCredited
        let amount = isTold ? credit.amountMinor.flatMap { Money(amountMinor: $0, currency: currency) } : nil
        let most = credit.mostMinor.flatMap { most in
            Money(amountMinor: most.roundedHalfUpMinor, currency: currency)
        }
        return AmountVerdict(
            verdict: outcome, amount: amount, most: most, baseMinor: credit.baseMinor, appliedPercent: credit.appliedPercent,
            steps: credit.steps, caps: credit.caps, clauses: credit.bearing.clauses,
            interpretations: credit.bearing.interpretations)
    }
}

extension CreditVerdict {
    /// Per cent of the fees that the window comes to, before what was given already and before rounding; nil where there is no
    /// base, or nothing was worked out.
    var appliedPercent: Rational? {
        let worked = steps.last { [.earned, .stacked, .capped, .minimum].contains($0.kind) }
        guard let worked, baseMinor > .zero else { return nil }
        return worked.amountMinor * Rational(100) / baseMinor
    }
}

extension RemedySchedule {
    /// Whether it takes every outage to tell what is due.
    var needsDowntime: Bool {
        switch self {
        case .downtime, .multiplied: true
        case .tiers, .proportional, .flat, .discretionary: false
        }
    }
}

extension Rational {
    /// The nearest whole number of minor units; of two that are as near, the larger.
    var roundedHalfUpMinor: Int64 { Int64(clamping: (self + Rational(1, over: 2)).floored) }
}
