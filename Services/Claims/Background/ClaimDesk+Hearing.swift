import Contracts
import Postgres
import Terms

extension ClaimDesk {
    /// A statement was made, has settled, or was restated: claims that wait for it go on, decided ones are looked at again, and
    /// customers who may claim get a draft.
    func heard(_ statement: KnownStatement) async throws {
        let resource = statement.resource
        let terms = try await cases.terms(resource.agreement)
        let claims = try await claims(about: statement)
        let own = try await cases.own(resource)
        let shared = try await shared(claims)
        for claim in claims where resource.isFor(claim.customer) {
            if claim.isAbout(resource) {
                // Everybody's statement is not about whom it was judged for otherwise.
                guard claim.state.isDecided || own[claim.customer] == nil else { continue }
                try await goOn(claim, statement, terms)
            } else if resource.customer != nil, shared.contains(claim.id) {
                try await turn(claim, to: statement, terms)
            }
        }
        guard statement.isFinal else { return }
        try await draft(statement, terms)
    }

    /// Those claims that rest on a statement that is everybody's.
    private func shared(_ claims: [ClaimResource]) async throws -> Set<ClaimID> {
        let ids = Set(claims.compactMap(\.statement)).sorted()
        guard !ids.isEmpty else { return [] }
        let everybodys = Set(
            try await transaction.query(KnownStatementStore.find(ids, of: tenant)).map(KnownStatementStore.decode)
                .filter { $0.resource.customer == nil }.map(\.resource.id))
        return Set(claims.filter { claim in claim.statement.map(everybodys.contains) ?? false }.map(\.id))
    }

    /// A claim that rests on everybody's statement goes on by the customer's own. One that is decided keeps what it rests on, and
    /// is looked at again. A draft under another version than judges the customer is taken back; a claim stays as it was made.
    private func turn(_ claim: ClaimResource, to own: KnownStatement, _ terms: KnownTerms) async throws {
        if claim.agreementVersion == own.resource.agreementVersion {
            try await goOn(claim, own, terms)
        } else if claim.state == .drafted {
            var life = ClaimLife(claim.state)
            let actions = try life.withdraw()
            _ = try await carryOut(actions, life, on: claim, nil, nil)
        }
    }

    private func goOn(_ old: ClaimResource, _ statement: KnownStatement, _ terms: KnownTerms) async throws {
        var claim = old
        claim.statement = statement.resource.id
        claim.window = statement.resource.window
        guard let claimCase = try await read(claim, terms, statement: statement) else { return }
        guard old.state.isDecided else {
            if old.state == .expired { return try await revive(old, claim, statement.resource, claimCase) }
            guard old.state == .drafted || old.state.isOpen else { return }
            var life = ClaimLife(old.state)
            let judgement = ClaimJudgement(claimCase)
            let actions = life.judge(judgement)
            _ = try await carryOut(actions, life, on: claim, judgement, claimCase)
            return
        }
        try await lookAgain(old, statement.resource, claimCase)
    }

    /// A draft that has expired is one again where a later revision of its statement lets the customer claim: it may have expired
    /// by what was known of the window then.
    private func revive(
        _ old: ClaimResource, _ claim: ClaimResource, _ resource: StatementResource, _ claimCase: ClaimCase
    ) async throws {
        guard old.receivedAt == nil, resource.revision > (old.statementRevision ?? 0) else { return }
        var (claim, life) = (claim, ClaimLife(old.state))
        let judgement = ClaimJudgement(claimCase)
        var actions = life.revive(judgement)
        guard !actions.isEmpty else { return }
        if claimCase.isAutomatic {
            claim.receivedAt = now
            actions += try life.submit(judgement)
        }
        _ = try await carryOut(actions, life, on: claim, judgement, claimCase)
    }

    /// A decided claim is judged anew, beside what was decided: by a later revision, or by a statement of the customer's own.
    private func lookAgain(_ old: ClaimResource, _ resource: StatementResource, _ claimCase: ClaimCase) async throws {
        guard let basis = old.statement else { return }
        let first = basis == resource.id ? old.statementRevision : 0
        guard let judged = old.reevaluation?.statementRevision ?? first, resource.revision > judged, let decision = old.decision
        else { return }
        var claim = old
        let found = try await reevaluate(old, by: resource, claimCase, after: decision)
        claim.reevaluation = found
        let life = ClaimLife(old.state)
        _ = try await carryOut(life.restate(found.outcome), life, on: claim, nil, nil)
    }

    /// What a decided claim comes to by a statement as it is now, and whether that is more or less than was decided.
    func reevaluate(
        _ old: ClaimResource, by resource: StatementResource, _ claimCase: ClaimCase, after decision: ClaimResource.Decision
    ) async throws -> ClaimResource.Reevaluation {
        let judgement = ClaimJudgement(claimCase, ignoring: Set([resource.id, old.statement].compactMap(\.self)))
        let outcome = judgement.outcome(after: decision, credited: try await granted(to: old))
        return .init(
            statement: resource.id, statementRevision: resource.revision, at: now, outcome: outcome,
            verdicts: judgement.verdicts, amount: judgement.verdicts.amount.amount, isFlagged: outcome != .same)
    }

    /// What a customer's claims depend on has changed: fees, or its contract.
    func reconsider(_ customer: CustomerID) async throws {
        let claims = try await transaction.query(ClaimStore.open(of: customer, tenant)).map(ClaimStore.decode)
        for old in claims {
            guard let claimCase = try await read(old) else { continue }
            let judgement = ClaimJudgement(claimCase)
            guard judgement.verdicts != old.verdicts else { continue }
            var life = ClaimLife(old.state)
            let actions = life.judge(judgement)
            _ = try await carryOut(actions, life, on: old, judgement, claimCase)
        }
    }

    /// A draft's time to claim, or the time to answer, is over.
    func fallDue(_ old: ClaimResource) async throws {
        var claim = old
        var life = ClaimLife(old.state)
        let actions: [ClaimLife.Action]
        if old.state == .drafted {
            actions = life.lapse()
        } else {
            claim.review?.overdueSince = old.review?.dueAt
            actions = life.fallDue()
        }
        _ = try await carryOut(actions, life, on: claim, nil, nil)
    }
}

extension ClaimJudgement {
    /// What would be decided now, against what was.
    ///
    /// - Parameter credited: what was granted, in minor units; nil where nothing was.
    func outcome(after decision: ClaimResource.Decision, credited: Int64?) -> ClaimResource.Reevaluation.Outcome {
        let isDue: Bool =
            switch standing {
            case .ready, .needsEvidence: true
            case .waits, .refused: false
            }
        guard decision.decision == .approved else { return isDue ? .more : .same }
        guard verdicts.breach.verdict == .missed else { return .less }
        // Where an approver named the amount, only they know what another result would be worth.
        guard let amount = verdicts.amount.amount?.amountMinor, let credited else { return .same }
        return amount == credited ? .same : amount > credited ? .more : .less
    }
}

extension ClaimResource {
    /// Whether a statement is the one that the claim is about, or waits for.
    fileprivate func isAbout(_ resource: StatementResource) -> Bool {
        agreementVersion == resource.agreementVersion && resource.isFor(customer)
            && (statement == resource.id || statement == nil)
    }
}
