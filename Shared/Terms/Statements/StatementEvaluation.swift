/// Works out statements. Pure: the same facts give the same statement, wherever and whenever.
public enum StatementEvaluation {
    /// The statement for a commitment, a service and a window, on what is known at `asOf`.
    ///
    /// `tree` says what the service is made of. Time after `asOf` is pending: neither up nor down. An exclusion or a
    /// maintenance of some components only takes out time in which the service would have been up but for them.
    public static func evaluate(
        commitment: AvailabilityCommitment, document: AgreementDocument, service: String, tree: ComponentTree, window: Window,
        facts: StatementFacts, asOf: Instant
    ) -> Statement {
        let asOf = min(max(asOf, window.interval.start), window.interval.end)
        let elapsed = Interval(window.interval.start, asOf)
        let rules = document.rules(for: commitment, service: service)
        var conditions = facts.components.mapValues { $0.clipped(to: elapsed) }
        for key in tree.components where conditions[key] == nil {
            conditions[key] = Condition(unknown: IntervalSet(elapsed))
        }
        let condition = tree.condition(of: conditions)
        let candidates = ExclusionCandidate.all(facts, document: document, service: service, rules: rules, elapsed: elapsed)
        let claims = candidates.flatMap { $0.claims(tree, conditions, condition, elapsed) }
        let availability = Availability.evaluate(window: elapsed, condition: condition, claims: claims, rules: rules)

        let pending = window.interval.seconds - elapsed.seconds
        let judgement = Judgement(availability, pending: pending, target: commitment.target)
        let citation = Citation(
            document, commitment, service, window: window, availability: judgement.decisive, down: availability.countedDown,
            isMissed: judgement.verdict == .missed, exclusions: candidates.compactMap(\.clause))
        return Statement(
            agreement: document.key, edition: document.edition, commitment: commitment.id, title: commitment.title,
            service: service, clause: commitment.clause, clauseText: document.clause(commitment.clause)?.text ?? "",
            strength: commitment.strength, target: commitment.target, window: window, asOf: asOf,
            seconds: StatementSeconds(availability, pending: pending), ratio: availability.ratio,
            availabilityPercent: availability.ratio?.percent, verdict: judgement.verdict, budget: judgement.budget,
            remedy: judgement.verdict == .missed ? citation.remedy : nil, excluded: ExcludedGround.sums(availability.excluded),
            qualifications: ExclusionCandidate.qualifications(candidates, availability, rules), clauses: citation.clauses,
            interpretations: citation.interpretations, times: StatementTimes(availability))
    }
}

/// What a statement comes to, and what it allows.
private struct Judgement {
    let verdict: Verdict
    let budget: ErrorBudget
    /// The availability that decided: what was measured, or in an open window the best that can still come of it.
    let decisive: Ratio?

    init(_ availability: Availability, pending: Int64, target: Percent) {
        let down = availability.downSeconds
        let base = availability.baseSeconds + pending
        let best = Ratio(base - down, of: base)
        let worst = Ratio(base - down - pending, of: base)
        decisive = best
        if let best, let worst {
            verdict = !best.reaches(target) ? .missed : worst.reaches(target) ? .met : .pending
        } else {
            verdict = .notMeasurable
        }
        let allowed = Rational(base) * (Rational(1) - target.share)
        budget = ErrorBudget(allowedSeconds: allowed, spentSeconds: down, leftSeconds: allowed - Rational(down))
    }
}

extension StatementSeconds {
    fileprivate init(_ availability: Availability, pending: Int64) {
        total = availability.totalSeconds + pending
        down = availability.down.seconds
        excluded = availability.excludedSeconds
        unknown = availability.unknownSeconds
        self.pending = pending
        up = total - down - excluded - unknown - pending
        base = availability.baseSeconds
        countedDown = availability.downSeconds
    }
}

extension StatementTimes {
    fileprivate init(_ availability: Availability) {
        down = availability.down
        unknown = availability.unknown
        excluded = availability.excluded.filter { !$0.time.isEmpty }
    }
}

extension ExcludedGround {
    /// The parts put together by ground; parts arrive in the order of the grounds.
    fileprivate static func sums(_ parts: [ExcludedTime]) -> [ExcludedGround] {
        var sums: [ExcludedGround] = []
        for part in parts where !part.time.isEmpty {
            let last = sums.last?.ground == part.ground ? sums.removeLast() : nil
            var clauses = last?.clauses ?? []
            if let clause = part.clause, !clauses.contains(clause) { clauses.append(clause) }
            sums.append(ExcludedGround(ground: part.ground, seconds: (last?.seconds ?? 0) + part.time.seconds, clauses: clauses))
        }
        return sums
    }
}
