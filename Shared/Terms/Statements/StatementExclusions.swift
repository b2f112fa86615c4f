/// What may be excluded from a window, and the time that it claims, for those of whom the same is known.
struct StatementExclusions {
    let rules: AvailabilityRules
    private(set) var candidates: [ExclusionCandidate]
    private(set) var claims: [ExclusionClaim]
    private let document: AgreementDocument
    private let service: String
    private let known: ScopeFacts

    init(
        _ facts: StatementFacts, commitment: AvailabilityCommitment, document: AgreementDocument, service: String,
        tree: ComponentTree, state: MeasuredState, elapsed: Interval, known: ScopeFacts
    ) {
        self.document = document
        self.service = service
        self.known = known
        rules = document.rules(for: commitment, service: service, known: known)
        candidates = []
        claims = []
        add(facts, tree, state, elapsed)
        // What nothing had to be proposed for is told only where it takes time.
        for candidate in ExclusionCandidate.notCovered(
            facts, document: document, service: service, elapsed: elapsed, known: known)
        {
            let more = candidate.claims(tree, state.conditions, state.condition, elapsed)
            guard !more.isEmpty else { continue }
            candidates.append(candidate)
            claims += more
        }
    }

    /// Adds exclusions of one customer.
    mutating func add(_ own: [ApprovedExclusion], _ tree: ComponentTree, _ state: MeasuredState, _ elapsed: Interval) {
        guard !own.isEmpty else { return }
        add(StatementFacts(components: [:], exclusions: own), tree, state, elapsed)
    }

    private mutating func add(
        _ facts: StatementFacts, _ tree: ComponentTree, _ state: MeasuredState, _ elapsed: Interval
    ) {
        let more = ExclusionCandidate.all(
            facts, document: document, service: service, rules: rules, elapsed: elapsed, known: known)
        candidates += more
        claims += more.flatMap { $0.claims(tree, state.conditions, state.condition, elapsed) }
    }

    /// Adds downtime that earlier credits have used up.
    mutating func addConsumed(_ credited: IntervalSet, clause: String) {
        claims += ExclusionClaim.consumed(credited, clause: clause)
    }
}
