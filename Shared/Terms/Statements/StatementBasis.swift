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
    private let state: MeasuredState
    private let known: ScopeFacts
    /// What may be excluded for all of whom nothing else is known.
    private let shared: StatementExclusions
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
        let state = MeasuredState(
            commitment.measure, tree: tree, facts: facts, elapsed: elapsed, isOpen: self.asOf < window.interval.end)
        self.state = state
        known = facts.known
        shared = StatementExclusions(
            facts, commitment: commitment, document: document, service: service, tree: tree, state: state, elapsed: elapsed,
            known: facts.known)
    }

    /// The statement for those of whom that is known. `own` exclusions are theirs alone, beside those of the facts; without
    /// attributes, those of the facts hold. Customers of whom the same is known have the same statement: one is enough.
    public func statement(own: [ApprovedExclusion] = [], attributes: [String: String]? = nil) -> Statement {
        var known = known
        if let attributes {
            known = ScopeFacts(attributes: attributes)
            if let orderForm = facts.orderForm { known.values["order_form"] = orderForm }
        }
        return statement(own: own, known: known)
    }

    /// The same, where attributes may hold several values.
    public func statement(own: [ApprovedExclusion] = [], known: ScopeFacts) -> Statement {
        let target = commitment.targets.isEmpty ? (commitment.target, commitment.clause) : commitment.target(for: named(known))
        let exclusions = exclusions(own, known)
        let availability = availability(exclusions)
        let measured = measured(availability)
        let pending = window.interval.end - asOf
        let judgement =
            measured.map { Judgement($0, pending: pending, target: target.target) }
            ?? Judgement(availability, pending: pending, undecided: state.undecidedSeconds, target: target.target)
        var cited = exclusions.candidates.compactMap(\.clause)
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
            measured: measured, partialOutages: weighed, verdict: judgement.verdict, budget: judgement.budget,
            remedy: judgement.verdict == .missed ? citation.remedy : nil, excluded: ExcludedGround.sums(availability.excluded),
            qualifications: ExclusionCandidate.qualifications(exclusions.candidates, availability, exclusions.rules),
            clauses: citation.clauses,
            interpretations: citation.interpretations, times: StatementTimes(availability))
    }

    /// What was counted in the last seconds before `asOf`, in a younger window in all of it; nil where seconds of the service
    /// decide.
    public func measured(inLast seconds: Int64) -> MeasuredShare? {
        let stretch = Interval(max(elapsed.start, asOf.advanced(by: -seconds)), asOf)
        return measured(availability(exclusions([], known)).clipped(to: stretch))
    }

    private func availability(_ exclusions: StatementExclusions) -> Availability {
        Availability.evaluate(
            window: elapsed, condition: state.condition, claims: exclusions.claims, rules: exclusions.rules)
    }

    private func measured(_ availability: Availability) -> MeasuredShare? {
        MeasuredShare.evaluate(commitment.measure, facts: facts, components: tree.components, availability: availability)
    }

    /// The outages of some users that bear on it.
    private var weighed: [PartialOutage] {
        guard case .affectedUsers = commitment.measure else { return [] }
        return facts.partialOutages.compactMap { $0.clipped(to: elapsed) }.sorted {
            ($0.interval.start, $0.interval.end, $0.share) < ($1.interval.start, $1.interval.end, $1.share)
        }
    }

    /// What is known, and what the document says of the service.
    private func named(_ known: ScopeFacts) -> ScopeFacts {
        document.completed(known.overridden(by: ScopeFacts(service: service)))
    }

    /// What may be excluded, and the time that it claims. It is worked out again only where scopes make a difference.
    private func exclusions(_ own: [ApprovedExclusion], _ known: ScopeFacts) -> StatementExclusions {
        var exclusions = shared
        if known != self.known, document.exclusions.contains(where: { $0.scope != nil }) {
            exclusions = StatementExclusions(
                facts, commitment: commitment, document: document, service: service, tree: tree, state: state,
                elapsed: elapsed, known: known)
        }
        exclusions.add(own, tree, state, elapsed)
        if commitment.consumesDowntime { exclusions.addConsumed(facts.credited, clause: commitment.windowClause) }
        return exclusions
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
