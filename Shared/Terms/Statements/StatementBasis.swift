/// A service over a window, worked out once for everybody who has the same commitment.
///
/// Customers without exclusions or targets of their own share one statement; for the others only what differs is done again.
public struct StatementBasis: Sendable {
    private let commitment: AvailabilityCommitment
    private let document: AgreementDocument
    private let service: String
    private let tree: ComponentTree
    private let window: Window
    private let facts: StatementFacts
    private let asOf: Instant
    private let rules: AvailabilityRules
    private let state: MeasuredState
    private let candidates: [ExclusionCandidate]
    private let claims: [ExclusionClaim]
    private var elapsed: Interval { Interval(window.interval.start, asOf) }

    /// Works out what is the same for all.
    public init(
        commitment: AvailabilityCommitment, document: AgreementDocument, service: String, tree: ComponentTree, window: Window,
        facts: StatementFacts, asOf: Instant
    ) {
        self.commitment = commitment
        self.document = document
        self.service = service
        self.tree = tree
        self.window = window
        self.facts = facts
        self.asOf = min(max(asOf, window.interval.start), window.interval.end)
        let elapsed = Interval(window.interval.start, self.asOf)
        rules = document.rules(for: commitment, service: service)
        let state = MeasuredState(
            commitment.measure, tree: tree, facts: facts, elapsed: elapsed, isOpen: self.asOf < window.interval.end)
        let candidates = ExclusionCandidate.all(facts, document: document, service: service, rules: rules, elapsed: elapsed)
        self.state = state
        self.candidates = candidates
        claims = candidates.flatMap { $0.claims(tree, state.conditions, state.condition, elapsed) }
    }

    /// The statement for those of whom that is known. `own` exclusions are theirs alone, beside those of the facts; without
    /// attributes, those of the facts hold. Customers of whom the same is known have the same statement: one is enough.
    public func statement(own: [ApprovedExclusion] = [], attributes: [String: String]? = nil) -> Statement {
        let target = commitment.target(for: attributes ?? facts.attributes)
        let (candidates, claims) = exclusions(own)
        let availability = Availability.evaluate(window: elapsed, condition: state.condition, claims: claims, rules: rules)
        let measured = MeasuredShare.evaluate(
            commitment.measure, facts: facts, components: tree.components, availability: availability)
        let pending = window.interval.end - asOf
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
            seconds: StatementSeconds(availability, pending: pending), ratio: ratio, availabilityPercent: ratio?.percent,
            measured: measured, verdict: judgement.verdict, budget: judgement.budget,
            remedy: judgement.verdict == .missed ? citation.remedy : nil, excluded: ExcludedGround.sums(availability.excluded),
            qualifications: ExclusionCandidate.qualifications(candidates, availability, rules), clauses: citation.clauses,
            interpretations: citation.interpretations, times: StatementTimes(availability))
    }

    /// What may be excluded, and the time that it claims.
    private func exclusions(_ own: [ApprovedExclusion]) -> ([ExclusionCandidate], [ExclusionClaim]) {
        var candidates = candidates
        var claims = claims
        if !own.isEmpty {
            let more = ExclusionCandidate.all(
                StatementFacts(components: [:], exclusions: own), document: document, service: service, rules: rules,
                elapsed: elapsed)
            claims += more.flatMap { $0.claims(tree, state.conditions, state.condition, elapsed) }
            candidates += more
        }
        if commitment.consumesDowntime { claims += ExclusionClaim.consumed(facts.credited, clause: commitment.windowClause) }
        return (candidates, claims)
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
