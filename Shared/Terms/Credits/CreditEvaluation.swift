/// Works out credits, step by step. Pure, and exact until the one rounding at the end.
public enum CreditEvaluation {
    /// The credit for commitments of one agreement that were missed in one window.
    ///
    /// In order: the fee base, what each commitment earns, stacking, the caps, the minimum, and what was given already for
    /// the window. Caps come after stacking, and hold what a raised minimum comes to; so a credit never exceeds its cap.
    /// Nil when nothing was missed.
    public static func evaluate(
        _ missed: [MissedCommitment], under remedy: Remedy, document: AgreementDocument, facts: CreditFacts
    ) -> CreditVerdict? {
        guard let window = missed.first?.window else { return nil }
        var credit = CreditInProgress(remedy, document, facts, window: window, services: Set(missed.map(\.service)))
        credit.readBase()
        let isKnown = credit.earn(missed)
        credit.applyCaps()
        if isKnown {
            credit.applyMinimum()
            credit.takeOffGranted()
            credit.round()
        }
        let outages = IntervalSet(missed.flatMap(\.down.intervals))
        let conditions = remedy.conditions.map { $0.evaluate(facts.customer, outages: outages) }
        return credit.verdict(missed, conditions)
    }
}
