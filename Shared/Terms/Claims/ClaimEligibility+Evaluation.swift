extension ClaimEligibility {
    /// Whether a customer may have anything for a statement's commitment, and what stands in the way.
    static func evaluate(_ claim: ClaimFacts, _ statement: Statement, _ document: AgreementDocument) -> ClaimEligibility {
        let commitment = document.commitment(statement.commitment)
        let remedy = commitment?.remedy.flatMap(document.remedy)
        let known = claim.customer.known.overridden(by: ScopeFacts(service: statement.service))
        let scope = commitment.map { Self.scope(of: $0, claim, statement, document, known) }
        let conditions = document.conditions(of: [statement.commitment], remedy: remedy).map { condition in
            condition.evaluate(claim.customer, known: document.completed(known), outages: statement.countedDown)
        }
        var obstacles: [Obstacle] = []
        if remedy == nil {
            let title = document.noRemedy?.title ?? "Nothing is granted for it"
            obstacles.append(Obstacle(.noRemedyClause, document.noRemedy?.clause ?? statement.clause, title))
        }
        if statement.strength != .guarantee {
            obstacles.append(Obstacle(.notGuaranteed, statement.clause, "\(statement.title) is an aim"))
        }
        obstacles += scope.map { Self.obstacles($0) } ?? []
        obstacles += conditions.compactMap { Self.obstacle($0) }
        obstacles += remedy.map { waivers(in: $0, claim, statement) } ?? []
        return ClaimEligibility(
            obstacles: obstacles, conditions: conditions, scope: scope, statement: statement, document: document,
            remedy: remedy)
    }

    /// Whether the commitment is for the customer: at the time of its outages, where attributes changed. For some of them is
    /// enough.
    private static func scope(
        of commitment: AvailabilityCommitment, _ claim: ClaimFacts, _ statement: Statement, _ document: AgreementDocument,
        _ known: ScopeFacts
    ) -> ScopeVerdict {
        let verdicts = moments(claim, statement).map { document.applies(commitment, to: known.overridden(by: $0)) }
        return verdicts.first { $0.outcome == .applies } ?? verdicts.first { $0.outcome == .unknown }
            ?? document.applies(commitment, to: known)
    }

    private static func obstacles(_ scope: ScopeVerdict) -> [Obstacle] {
        switch scope.outcome {
        case .applies: []
        case .outside: [Obstacle(.outOfScope, scope.clause, "It is for another \(scope.outside.joined(separator: ", "))")]
        case .unknown: [Obstacle(.scopeUnknown, scope.clause, "Not known: \(scope.unknown.joined(separator: ", "))")]
        }
    }

    private static func obstacle(_ result: ConditionResult) -> Obstacle? {
        if result.isFatal { return Obstacle(.preconditionFailed, result.clause, result.title) }
        return result.isOpen ? Obstacle(.preconditionUnknown, result.clause, result.title) : nil
    }

    /// States of the account in which nothing is credited, where it was in one of them at every outage. Where it was for a part
    /// of the time, the fees of that part leave the base.
    private static func waivers(in remedy: Remedy, _ claim: ClaimFacts, _ statement: Statement) -> [Obstacle] {
        let states = moments(claim, statement).map { claim.customer.known.overridden(by: $0).values["account"] ?? [] }
        return remedy.notFor.compactMap { waiver in
            guard let state = waiver.state, states.allSatisfy({ $0.contains(state) }) else { return nil }
            return Obstacle(.waived, waiver.clause, waiver.title)
        }
    }

    /// What was known at the time of the outages, as it changed: each once.
    private static func moments(_ claim: ClaimFacts, _ statement: Statement) -> [ScopeFacts] {
        let down = statement.countedDown.intervals
        let stretches = down.isEmpty ? [statement.window.interval] : down
        var seen: Set<ScopeFacts> = []
        return stretches.flatMap { ScopeFacts.pieces(of: claim.spells, in: $0).map(\.known) }.filter { seen.insert($0).inserted }
    }
}

extension ClaimEligibility.Obstacle {
    fileprivate init(_ kind: Kind, _ clause: String, _ detail: String) {
        self.kind = kind
        self.clause = clause
        self.detail = detail
    }
}
