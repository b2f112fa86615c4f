import Chassis
import Contracts
import Postgres
import Terms

extension ClaimDesk {
    /// Somebody claims for a customer: a draft that is there becomes the claim.
    func submit(_ draft: ClaimDraft, for customer: CustomerID, by caller: Caller) async throws -> ClaimResource {
        let subject = try await resolve(draft, for: customer, isOwn: caller.customer != nil)
        let facts = try await facts(of: draft, about: subject)
        let found = try await transaction.query(
            ClaimStore.all(
                of: subject.agreement, commitment: subject.commitment, service: subject.service, window: subject.window,
                customer: customer, tenant)
        ).map(ClaimStore.decode)
        if let open = found.first(where: \.state.isOpen) { throw ClaimError.claimedAlready(open.id) }
        let terms = try await cases.terms(subject.agreement, customer: customer)
        let drafted = found.first { $0.state == .drafted }
        let id = drafted?.id ?? ClaimID()
        let given = try await bring(
            draft.evidence, to: id, customer, subject, terms, by: caller.principal, before: drafted, mayWrite: drafted != nil)
        guard
            let claimCase = try await cases.read(
                subject, terms, facts: facts, answered: given, receivedAt: now)
        else { throw Problem.validation("#/commitment", "the agreement has no such promise") }
        let judgement = ClaimJudgement(claimCase)
        var claim =
            drafted
            ?? claimCase.claim(id, customer, caller.customer == nil ? .provider : .customer, subject, terms, judgement, now)
        claim.facts = facts
        claim.ticket = draft.ticket
        claim.submittedBy = caller.principal
        claim.receivedAt = now
        claim.contributors = [caller.principal]
        var life = ClaimLife(.drafted)
        let actions = try life.submit(judgement)
        let made = try await carryOut(actions, life, on: claim, isNew: drafted == nil, judgement, claimCase)
        if drafted == nil { try await insert(draft.evidence, of: id, by: caller.principal) }
        return made
    }

    /// Whoever makes a claim says something else, or submits a draft.
    func change(_ old: ClaimResource, _ change: ClaimChange, by caller: Caller) async throws -> ClaimResource {
        guard old.state == .drafted || old.state.isOpen else { throw ClaimError.over(old.state) }
        let subject = CaseReader.Subject(old)
        let terms = try await cases.terms(old.agreement, customer: old.customer)
        let given = try await bring(
            change.evidence, to: old.id, old.customer, subject, terms, by: caller.principal, before: old, mayWrite: true)
        var claim = old
        claim.facts = change.facts
        claim.contributors = Set(old.contributors + [caller.principal]).sorted()
        if old.state == .drafted {
            claim.submittedBy = caller.principal
            claim.receivedAt = now
        }
        guard let claimCase = try await read(claim, terms, answered: given) else { throw Problem.internalError }
        let judgement = ClaimJudgement(claimCase)
        var life = ClaimLife(old.state)
        let actions = try old.state == .drafted ? life.submit(judgement) : life.judge(judgement)
        return try await carryOut(actions, life, on: claim, judgement, claimCase)
    }

    /// Somebody brings evidence for a claim.
    func add(_ draft: EvidenceDraft, to old: ClaimResource, by caller: Caller) async throws -> EvidenceResource {
        guard old.state == .drafted || old.state.isOpen else { throw ClaimError.over(old.state) }
        let terms = try await cases.terms(old.agreement, customer: old.customer)
        let evidence = draft.evidence(of: old.id, by: caller.principal, at: now)
        let given = try await check(
            [draft], CaseReader.Subject(old), terms, before: old, pointer: { _ in "#/requirement" })
        try await transaction.query(EvidenceStore.insert(evidence, of: tenant))
        guard let claimCase = try await read(old, terms, answered: given) else { throw Problem.internalError }
        let judgement = ClaimJudgement(claimCase)
        var life = ClaimLife(old.state)
        let actions = life.judge(judgement)
        _ = try await carryOut(actions, life, on: old, judgement, claimCase)
        return evidence
    }

    /// Whoever made a claim takes it back.
    func withdraw(_ old: ClaimResource, by caller: Caller) async throws -> ClaimResource {
        var claim = old
        claim.contributors = Set(old.contributors + [caller.principal]).sorted()
        var life = ClaimLife(old.state)
        let actions = try life.withdraw()
        return try await carryOut(actions, life, on: claim, nil, nil)
    }

    // MARK: what is claimed

    /// The promise and the window that somebody claims.
    ///
    /// - Parameter isOwn: a customer's people learn nothing of what their customer does not subscribe to.
    private func resolve(
        _ draft: ClaimDraft, for customer: CustomerID, isOwn: Bool
    ) async throws -> CaseReader.Subject {
        let rows = try await transaction.execute([
            KnownStore.hasCustomer(customer, tenant), KnownStore.subscriptions(of: customer, tenant),
        ])
        guard try rows[0].decodeOne(Bool.self) else { throw Problem.validation("#/customer", "there is no such customer") }
        let subscriptions: [SubscriptionState] = try KnownStore.decode(rows[1])
        switch draft.subject {
        case .statement(let id, let seen):
            let found = try await transaction.query(KnownStatementStore.find(id, of: tenant)).first
                .map(KnownStatementStore.decode)
            guard let resource = found?.resource, resource.isFor(customer),
                !isOwn
                    || subscriptions.contains(where: { $0.agreement == resource.agreement && $0.service == resource.service })
            else {
                throw Problem.validation(
                    "#/statement", "there is no such statement of a window that is over; name the promise instead")
            }
            // What the sender saw is on its way here: an earlier revision would decide what it does not say any more.
            if let seen, resource.revision < seen { throw ClaimError.statementBehind(id, known: resource.revision) }
            // Everybody's statement is not about whom it was judged for otherwise.
            if let own = try await cases.own(resource, for: customer) {
                throw Problem.validation("#/statement", "the customer has a statement of its own: \(own.resource.id)")
            }
            return CaseReader.Subject(customer, resource)
        case .promise(let agreement, let commitment, let service, let at):
            let own = subscriptions.filter { $0.agreement == agreement && $0.service == service }
            let terms = try await cases.terms(agreement, customer: customer)
            guard !terms.versions.isEmpty, !isOwn || !own.isEmpty else {
                throw Problem.validation("#/agreement", "there is no such agreement about that service")
            }
            guard at <= now else { throw Problem.validation("#/at", "must not be in the future") }
            return try promise(customer, agreement, commitment, service, at, own, terms)
        }
    }

    private func promise(
        _ customer: CustomerID, _ agreement: AgreementID, _ commitment: String, _ service: ServiceID, _ at: Instant,
        _ subscriptions: [SubscriptionState], _ terms: KnownTerms
    ) throws -> CaseReader.Subject {
        let running = subscriptions.first { $0.from <= at && at < ($0.until ?? .latest) } ?? subscriptions.last
        // The window depends on the version, and the version on the window: the latest that has the promise says which it is.
        let rule = terms.versions.last { $0.document.commitment(commitment) != nil }
        guard let rule, let promised = rule.document.commitment(commitment) else {
            throw Problem.validation("#/commitment", "the agreement has no such commitment")
        }
        let window = promised.judgedWindow(at: at, zone: rule.document.zone, billingDay: running?.billingAnchorDay ?? 1)
        guard
            let version = terms.judge(
                of: window.interval, isRolling: window.kind.rollingDays != nil, for: customer,
                pinned: running?.agreementVersion, since: running?.from)
        else {
            throw Problem.validation("#/at", "no version of the agreement judges that window")
        }
        guard version.state.services.contains(where: { $0.value == service && promised.services.contains($0.key) }) else {
            throw Problem.validation("#/service", "the commitment is not about that service")
        }
        return CaseReader.Subject(
            customer: customer, agreement: agreement, version: version.state.version, commitment: commitment, service: service,
            window: window.interval, statement: nil)
    }

    /// What the customer says. The ticket that a claim comes of is the case that was opened about it, unless another time is named.
    ///
    /// - Throws: 422 when the customer has no such ticket, or it is about another service.
    private func facts(of draft: ClaimDraft, about subject: CaseReader.Subject) async throws -> ClaimResource.Facts {
        guard let id = draft.ticket else { return draft.facts }
        let find = KnownTicketStore.find(id, of: subject.customer, tenant)
        guard let ticket = try await transaction.query(find).first.map(KnownTicketStore.decode) else {
            throw Problem.validation("#/ticket", "the customer has no such ticket")
        }
        guard ticket.service == nil || ticket.service == subject.service else {
            throw Problem.validation("#/ticket", "the ticket is about another service")
        }
        var facts = draft.facts
        facts.caseOpenedAt = facts.caseOpenedAt ?? ticket.openedAt
        return facts
    }

    // MARK: evidence

    /// Checks evidence against the agreement's list, and adds it where the claim is there already; gives what of the list is
    /// answered then.
    private func bring(
        _ drafts: [EvidenceDraft], to claim: ClaimID, _ customer: CustomerID, _ subject: CaseReader.Subject, _ terms: KnownTerms,
        by principal: String, before: ClaimResource?, mayWrite: Bool
    ) async throws -> Set<String> {
        let given = try await check(drafts, subject, terms, before: before) { "#/evidence/\($0)/requirement" }
        if mayWrite { try await insert(drafts, of: claim, by: principal) }
        return given
    }

    private func insert(_ drafts: [EvidenceDraft], of claim: ClaimID, by principal: String) async throws {
        guard !drafts.isEmpty else { return }
        _ = try await transaction.execute(
            drafts.map { EvidenceStore.insert($0.evidence(of: claim, by: principal, at: now), of: tenant) })
    }

    private func check(
        _ drafts: [EvidenceDraft], _ subject: CaseReader.Subject, _ terms: KnownTerms, before: ClaimResource?,
        pointer: (Int) -> String
    ) async throws -> Set<String> {
        let document = terms.version(subject.version)?.document
        let rules = document?.commitment(subject.commitment)?.remedy.flatMap { document?.remedy($0) }?.claim
        let known = Set((rules?.required ?? []) + (rules?.optional ?? []))
        let errors = drafts.enumerated().compactMap { index, draft -> FieldError? in
            guard let requirement = draft.requirement, !known.contains(requirement) else { return nil }
            return FieldError(pointer: pointer(index), detail: "the agreement asks for no such thing")
        }
        guard errors.isEmpty else { throw Problem.validation(errors) }
        var given = Set(drafts.compactMap(\.requirement))
        if let before {
            let summary = try await evidence(of: before)
            guard (summary.counts[before.id] ?? 0) + drafts.count <= Bounds.evidence else {
                throw Problem.conflict("a claim has at most \(Bounds.evidence) pieces of evidence", slug: "too-many")
            }
            given.formUnion(summary.answered[before.id] ?? [])
        }
        return given
    }
}

extension ClaimCase {
    /// A claim as it begins.
    func claim(
        _ id: ClaimID, _ customer: CustomerID, _ origin: ClaimOrigin, _ subject: CaseReader.Subject, _ terms: KnownTerms,
        _ judgement: ClaimJudgement, _ now: Instant
    ) -> ClaimResource {
        ClaimResource(
            id: id, customer: customer, origin: origin, agreement: subject.agreement, agreementKey: document.key,
            agreementVersion: subject.version, commitment: commitment.id, title: commitment.title, clause: commitment.clause,
            service: subject.service, serviceKey: serviceKey, window: .init(window), verdicts: judgement.verdicts, at: now)
    }
}
