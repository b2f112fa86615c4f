import Contracts
import Postgres
import Terms

extension ClaimDesk {
    /// A statement was made, has settled, or was restated: claims that wait for it go on, decided ones are looked at again, and
    /// customers who may claim get a draft.
    func heard(_ statement: KnownStatement) async throws {
        let resource = statement.resource
        let terms = try await cases.terms(resource.agreement)
        let claims = try await transaction.query(
            ClaimStore.about(
                resource.agreement, commitment: resource.commitment, service: resource.service, window: statement.window, tenant)
        ).map(ClaimStore.decode)
        for claim in claims where claim.isAbout(resource) { try await goOn(claim, statement, terms) }
        guard statement.isFinal else { return }
        let known = claims.filter { $0.statement == nil || $0.statement == resource.id }
        try await draft(statement, terms, butNotFor: Set(known.map(\.customer)))
    }

    private func goOn(_ old: ClaimResource, _ statement: KnownStatement, _ terms: KnownTerms) async throws {
        var claim = old
        claim.statement = statement.resource.id
        claim.window = statement.resource.window
        guard let claimCase = try await read(claim, terms, statement: statement) else { return }
        var life = ClaimLife(old.state)
        guard old.state.isDecided else {
            guard old.state == .drafted || old.state.isOpen else { return }
            let judgement = ClaimJudgement(claimCase)
            let actions = life.judge(judgement)
            _ = try await carryOut(actions, life, on: claim, judgement, claimCase)
            return
        }
        guard let judged = old.reevaluation?.statementRevision ?? old.statementRevision,
            statement.resource.revision > judged, let decision = old.decision
        else { return }
        let judgement = ClaimJudgement(claimCase, ignoringOwn: true)
        let credited = try await credited(old)
        let outcome = judgement.outcome(after: decision, credited: credited?.amountMinor)
        claim.reevaluation = .init(
            statementRevision: statement.resource.revision, at: now, outcome: outcome, verdicts: judgement.verdicts,
            amount: judgement.verdicts.amount.amount, isFlagged: outcome != .same)
        _ = try await carryOut(life.restate(outcome), life, on: claim, nil, nil)
    }

    /// What a claim was credited, as far as it was not taken back.
    private func credited(_ claim: ClaimResource) async throws -> Money? {
        guard let id = claim.credit else { return nil }
        return try await transaction.query(CreditStore.find(id, of: tenant)).first.map(CreditStore.decode)?.amount
    }

    /// Drafts a claim for each customer who may claim and has not.
    private func draft(_ statement: KnownStatement, _ terms: KnownTerms, butNotFor known: Set<CustomerID>) async throws {
        let resource = statement.resource
        guard resource.verdict == .missed, resource.strength == .guarantee,
            let version = terms.version(resource.agreementVersion),
            version.document.commitment(resource.commitment)?.remedy != nil
        else { return }
        let all: [SubscriptionState] = try KnownStore.decode(
            try await transaction.query(
                KnownStore.subscriptions(to: resource.service, under: resource.agreement, tenant)))
        let running = all.filter { $0.from < statement.window.end && ($0.until ?? .latest) > statement.window.start }
        var seen = known
        // A statement may be one customer's own.
        let concerned = running.filter { resource.isFor($0.customer) }
        for subscription in concerned where seen.insert(subscription.customer).inserted {
            let judge = terms.judge(
                of: statement.window, isRolling: resource.window.kind.rollingDays != nil, for: subscription.customer,
                pinned: subscription.agreementVersion)
            guard judge?.state.version == resource.agreementVersion else { continue }
            try await draft(statement, for: subscription.customer, terms)
        }
    }

    private func draft(_ statement: KnownStatement, for customer: CustomerID, _ terms: KnownTerms) async throws {
        let subject = CaseReader.Subject(customer, statement.resource)
        guard let claimCase = try await cases.read(subject, terms, statement: statement, receivedAt: now) else { return }
        let judgement = ClaimJudgement(claimCase)
        let isRecent = now <= statement.window.end.advanced(by: Bounds.recentSeconds)
        guard let begun = ClaimLife.draft(judgement, isRecent: isRecent) else { return }
        var claim = claimCase.claim(ClaimID(), customer, .statement, subject, terms, judgement, now)
        claim.statement = statement.resource.id
        var life = begun.life
        var actions = begun.actions
        // What is given unasked nobody has to claim.
        if claimCase.isAutomatic, life.state == .drafted {
            claim.receivedAt = now
            actions += try life.submit(judgement)
        }
        _ = try await carryOut(actions, life, on: claim, isNew: true, judgement, claimCase)
    }

    /// A contract or a version has come, perhaps after statements that it is about: between services no order is promised.
    func catchUp(_ agreement: AgreementID) async throws {
        let missed = try await transaction.query(
            KnownStatementStore.missed(under: agreement, limit: Bounds.statementsAtOnce, of: tenant)
        ).map(KnownStatementStore.decode)
        guard !missed.isEmpty else { return }
        let terms = try await cases.terms(agreement)
        for statement in missed {
            let resource = statement.resource
            let claims = try await transaction.query(
                ClaimStore.about(
                    agreement, commitment: resource.commitment, service: resource.service, window: statement.window, tenant)
            ).map(ClaimStore.decode)
            let known = claims.filter { $0.statement == nil || $0.statement == resource.id }
            try await draft(statement, terms, butNotFor: Set(known.map(\.customer)))
        }
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
