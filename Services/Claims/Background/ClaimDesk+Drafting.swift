import Contracts
import Postgres
import Terms

/// Drafts: what customers may claim, prepared for them.
extension ClaimDesk {
    /// Drafts a claim for each customer whom a settled statement concerns, who may claim, and has not.
    func draft(_ statement: KnownStatement, _ terms: KnownTerms) async throws {
        let resource = statement.resource
        guard resource.verdict == .missed, resource.strength == .guarantee,
            let version = terms.version(resource.agreementVersion),
            version.document.commitment(resource.commitment)?.remedy != nil
        else { return }
        let all: [SubscriptionState] = try KnownStore.decode(
            try await transaction.query(
                KnownStore.subscriptions(to: resource.service, under: resource.agreement, tenant)))
        let running = all.filter { $0.from < statement.window.end && ($0.until ?? .latest) > statement.window.start }
        // Who has a statement of its own is judged by that one alone.
        let own = try await cases.own(resource)
        var seen = Set(own.keys)
        for claim in try await claims(about: statement) where claim.standsInTheWay(of: resource) { seen.insert(claim.customer) }
        for subscription in running where resource.isFor(subscription.customer) && seen.insert(subscription.customer).inserted {
            let judge = terms.judge(
                of: statement.window, isRolling: resource.window.kind.rollingDays != nil, for: subscription)
            // A statement of the customer's own says by itself which version binds it.
            guard resource.customer != nil || judge?.state.version == resource.agreementVersion else { continue }
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
        for statement in missed { try await draft(statement, terms) }
    }

    /// Every claim on what a statement is about, over its window or one that holds it.
    func claims(about statement: KnownStatement) async throws -> [ClaimResource] {
        let resource = statement.resource
        return try await transaction.query(
            ClaimStore.about(
                resource.agreement, commitment: resource.commitment, service: resource.service, window: statement.window, tenant)
        ).map(ClaimStore.decode)
    }
}

extension ClaimResource {
    /// Whether no draft of a statement is made because of this claim: it is about the statement or waits for one, is open over
    /// the same window, or was decided by everybody's statement before the customer had one of its own.
    fileprivate func standsInTheWay(of resource: StatementResource) -> Bool {
        if statement == nil || statement == resource.id { return true }
        let isSame = window.from == resource.window.from && window.to == resource.window.to
        return isSame && (state == .drafted || state.isOpen || state.isDecided)
    }
}
