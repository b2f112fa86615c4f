/// Works out credits, step by step. Pure, and exact until the one rounding at the end.
public enum CreditEvaluation {
    /// The credit for commitments of one agreement that were missed in one window.
    ///
    /// In order: the fee base, what each commitment earns, stacking, the caps, the minimum, and what was given already for
    /// the window. Caps come after stacking, and hold what a raised minimum comes to; so a credit never exceeds its cap.
    /// Nil when nothing was missed.
    ///
    /// What must be so for a commitment to hold is asked before what must be so for the remedy: a commitment whose own binding
    /// precondition failed earns nothing, and the others earn as if it were not there.
    public static func evaluate(
        _ missed: [MissedCommitment], under remedy: Remedy, document: AgreementDocument, facts: CreditFacts
    ) -> CreditVerdict? {
        let known = document.completed(facts.customer.known.overridden(by: ScopeFacts(services: missed.map(\.service))))
        func results(_ missed: [MissedCommitment], under remedy: Remedy?) -> [ConditionResult] {
            let outages = IntervalSet(missed.flatMap(\.down.intervals))
            return document.conditions(of: missed.map(\.commitment), remedy: remedy).map {
                $0.evaluate(facts.customer, known: known, outages: outages)
            }
        }
        let void = missed.filter { results([$0], under: nil).contains(where: \.isFatal) }
        // Where nothing holds, the credit is refused for the condition of all of them.
        let holding = void.count == missed.count ? missed : missed.filter { !void.contains($0) }
        guard let window = holding.first?.window else { return nil }
        var credit = CreditInProgress(remedy, document, facts, window: window, services: Set(holding.map(\.service)))
        credit.readBase()
        let isKnown = credit.earn(holding)
        credit.applyCaps()
        if isKnown {
            credit.applyMinimum()
            credit.takeOffGranted()
            credit.round()
        }
        return credit.verdict(holding, results(holding, under: remedy))
    }
}
