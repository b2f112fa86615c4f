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
        let target = commitment.target(for: facts.attributes)
        let state = MeasuredState(commitment.measure, tree: tree, facts: facts, elapsed: elapsed)
        let candidates = ExclusionCandidate.all(facts, document: document, service: service, rules: rules, elapsed: elapsed)
        var claims = candidates.flatMap { $0.claims(tree, state.conditions, state.condition, elapsed) }
        if commitment.consumesDowntime { claims += ExclusionClaim.consumed(facts.credited, clause: commitment.windowClause) }
        let availability = Availability.evaluate(window: elapsed, condition: state.condition, claims: claims, rules: rules)
        let measured = MeasuredShare.evaluate(
            commitment.measure, facts: facts, components: tree.components, availability: availability)

        let pending = window.interval.seconds - elapsed.seconds
        let judgement =
            measured.map { Judgement($0, isOpen: pending > 0, target: target.target) }
            ?? Judgement(availability, pending: pending, undecided: state.undecidedSeconds, target: target.target)
        var cited = candidates.compactMap(\.clause)
        if commitment.measure != .time { cited.append(commitment.measureClause) }
        let citation = Citation(
            document, commitment, service, target: target, window: window, availability: judgement.decisive,
            down: availability.countedDown, isMissed: judgement.verdict == .missed, also: cited)
        let ratio = measured.map(\.ratio) ?? availability.ratio
        return Statement(
            agreement: document.key, edition: document.edition, commitment: commitment.id, title: commitment.title,
            service: service, clause: commitment.clause, clauseText: document.clause(commitment.clause)?.text ?? "",
            strength: commitment.strength, target: target.target, window: window, asOf: asOf,
            seconds: StatementSeconds(availability, pending: pending), ratio: ratio,
            availabilityPercent: ratio?.percent, measured: measured, verdict: judgement.verdict, budget: judgement.budget,
            remedy: judgement.verdict == .missed ? citation.remedy : nil, excluded: ExcludedGround.sums(availability.excluded),
            qualifications: ExclusionCandidate.qualifications(candidates, availability, rules), clauses: citation.clauses,
            interpretations: citation.interpretations, times: StatementTimes(availability))
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
