/// Works out objectives. Pure: sums of counts, never means of ratios; where measurements are coarser than the limit, a
/// range, and no verdict that it does not bear.
public enum ObjectiveEvaluation {
    /// What the measurements of a window come to, on what is known at `asOf`.
    public static func evaluate(
        _ objective: Objective, document: AgreementDocument, window: Window, facts: ObjectiveFacts, asOf: Instant
    ) -> ObjectiveResult {
        let isOpen = asOf < window.interval.end
        let inside = facts.samples.filter { window.interval.contains($0.interval.start) && $0.interval.start < asOf }
        let counted = inside.filter { !facts.excluded.covers($0.interval) }
        let limit = objective.limit(for: facts.attributes)
        let parts: [String?] = objective.across?.parts ?? [nil]
        let findings = parts.map { part in
            ObjectiveTally(counted.filter { part == nil || $0.part == part }, objective, limit).finding(part, isOpen: isOpen)
        }
        let verdict = verdict(findings, objective.across)
        let isMissed = verdict == .missed && objective.strength == .guarantee
        return ObjectiveResult(
            objective: objective.id, clause: objective.clause, strength: objective.strength, window: window, verdict: verdict,
            findings: findings, measured: IntervalSet(counted.map(\.interval)),
            excluded: IntervalSet(inside.filter { facts.excluded.covers($0.interval) }.map(\.interval)),
            remedy: isMissed ? objective.remedy : nil, bearing: Bearing(document, clauses: [objective.clause]))
    }

    /// Enough parts keep it for certain, or too few can.
    private static func verdict(_ findings: [ObjectiveResult.Finding], _ across: Objective.Across?) -> ObjectiveResult.Verdict {
        guard let across else { return findings.first?.verdict ?? .notMeasurable }
        if findings.contains(where: { $0.verdict == .pending }) { return .pending }
        if findings.allSatisfy({ $0.verdict == .notMeasurable }) { return .notMeasurable }
        let kept = findings.count { $0.verdict == .met }
        let lost = findings.count { $0.verdict == .missed }
        if kept >= across.needed { return .met }
        return findings.count - lost < across.needed ? .missed : .undecided
    }
}

extension IntervalSet {
    /// Whether every second of an interval is in the set; an instant is, when it lies in it.
    fileprivate func covers(_ interval: Interval) -> Bool {
        interval.isEmpty ? contains(interval.start) : clipped(to: interval).seconds == interval.seconds
    }
}
