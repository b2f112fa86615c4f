import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// What is done with claims and credits, within one transaction that holds the tenant's lock: cases are read, judged and written
/// down with what others are told. What may follow from what is the business of ``ClaimLife`` and ``ClaimJudgement``.
struct ClaimDesk: Sendable {
    let transaction: Transaction
    let tenant: TenantID
    let now: Instant
    /// The trace of the request; nil for what is done on events and by the clock.
    let traceparent: String?

    /// A desk whose transaction holds the tenant's lock from here on.
    init(_ transaction: Transaction, _ tenant: TenantID, at now: Instant, traceparent: String? = nil) async throws {
        self.transaction = transaction
        self.tenant = tenant
        self.now = now
        self.traceparent = traceparent
        try await transaction.query(TenantLock.take(tenant))
    }

    var cases: CaseReader { CaseReader(transaction: transaction, tenant: tenant) }

    /// One claim.
    ///
    /// - Throws: 404 when there is none that the customer may see.
    func claim(_ id: ClaimID, visibleTo customer: CustomerID? = nil) async throws -> ClaimResource {
        let rows = try await transaction.query(ClaimStore.find(id, visibleTo: customer, of: tenant))
        guard let row = rows.first else { throw Problem.notFound("claim") }
        return try ClaimStore.decode(row)
    }

    /// The case of a claim as it stands.
    func read(
        _ claim: ClaimResource, _ terms: KnownTerms? = nil, statement: KnownStatement? = nil, answered: Set<String>? = nil
    ) async throws -> ClaimCase? {
        var known = terms
        if known == nil { known = try await cases.terms(claim.agreement, customer: claim.customer) }
        guard let known else { return nil }
        var given = answered
        if given == nil { given = try await evidence(of: claim).answered[claim.id] }
        return try await cases.read(
            CaseReader.Subject(claim), known, statement: statement, facts: claim.facts, answered: given ?? [],
            receivedAt: claim.receivedAt ?? now)
    }

    /// What was brought for a claim.
    func evidence(of claim: ClaimResource) async throws -> EvidenceSummary {
        try EvidenceSummary(try await transaction.query(EvidenceStore.summary(of: [claim.id], tenant)))
    }

    /// Writes down what became of a claim, does what follows, and tells others.
    func carryOut(
        _ actions: [ClaimLife.Action], _ life: ClaimLife, on old: ClaimResource, isNew: Bool = false,
        _ judgement: ClaimJudgement?, _ claimCase: ClaimCase?, granting: Grant? = nil
    ) async throws -> ClaimResource {
        var claim = old
        claim.state = life.state
        claim.version = isNew ? 1 : old.version + 1
        claim.updatedAt = now
        if let judgement { claim.adopt(judgement, claimCase?.statement?.resource.id) }
        var issued: (credit: CreditResource, limits: [CreditLimit])?
        for action in actions {
            switch action {
            case .refuse(let reason, let clauses):
                claim.decision = .init(
                    decision: .refused, refusal: reason, reason: reason.words, decidedBy: nil, decidedAt: now, clauses: clauses)
            case .approveUnasked:
                claim.decision = .init(
                    decision: .approved, refusal: nil, reason: "The agreement asks for no approval.", decidedBy: nil,
                    decidedAt: now, clauses: claim.verdicts.clauses)
            case .issueCredit:
                guard let claimCase else { throw ClaimError.amountUnknown(claim.verdicts.amount.verdict) }
                let grant = try granting ?? Grant(unasked: claim.verdicts)
                let credit = try self.credit(claim, claimCase, grant)
                if grant.first == nil {
                    claim.credit = credit.id
                } else {
                    claim.supplements = (claim.supplements ?? []) + [credit.id]
                }
                issued = (credit, CreditLimit.all(grant.findings.amount, window: claimCase.window.interval))
            case .flag, .tell: break
            }
        }
        try await write(claim, issued, told: actions)
        return claim
    }

    private func write(
        _ claim: ClaimResource, _ issued: (credit: CreditResource, limits: [CreditLimit])?, told actions: [ClaimLife.Action]
    ) async throws {
        var events = try actions.compactMap { action -> OutboxEvent? in
            guard case .tell(let telling) = action else { return nil }
            return try telling.event(claim, tenant, traceparent, now)
        }
        var writes = [try ClaimStore.write(claim, of: tenant)]
        if let (credit, limits) = issued {
            writes.append(try CreditStore.insert(credit, of: tenant))
            writes += limits.map { LedgerStore.limit($0, of: credit, tenant) }
            writes.append(LedgerStore.post(.issue(credit), of: tenant))
            events.append(try event(CreditIssued(credit: credit), credit.id))
        }
        if !events.isEmpty { writes.append(Outbox.insert(events)) }
        _ = try await transaction.execute(writes)
    }

    /// The outbox row of an event.
    func event(_ payload: some EventPayload, _ subject: some CustomStringConvertible) throws -> OutboxEvent {
        try OutboxEvent(payload, tenant: tenant, subject: subject.description, traceparent: traceparent, at: now)
    }
}

extension ClaimResource {
    /// Takes over what was found; an answer that is overdue stays overdue.
    mutating func adopt(_ judgement: ClaimJudgement, _ statement: StatementID?) {
        verdicts = judgement.verdicts
        statementRevision = judgement.statementRevision
        self.statement = statement ?? self.statement
        guard receivedAt != nil else { return }
        let overdue = review?.overdueSince
        review = judgement.review
        review?.overdueSince = overdue
    }
}

extension ClaimLife.Telling {
    /// The event that tells of it.
    func event(
        _ claim: ClaimResource, _ tenant: TenantID, _ traceparent: String?, _ now: Instant
    ) throws -> OutboxEvent {
        func told(_ payload: some EventPayload) throws -> OutboxEvent {
            try OutboxEvent(payload, tenant: tenant, subject: claim.id.description, traceparent: traceparent, at: now)
        }
        return switch self {
        case .drafted: try told(ClaimDrafted(claim: claim))
        case .submitted: try told(ClaimSubmitted(claim: claim))
        case .awaitingWindow: try told(ClaimAwaitingWindow(claim: claim))
        case .needsEvidence: try told(ClaimNeedsEvidence(claim: claim))
        case .decided: try told(ClaimDecided(claim: claim))
        case .withdrawn: try told(ClaimWithdrawn(claim: claim))
        case .expired: try told(ClaimExpired(claim: claim))
        case .overdue: try told(ClaimOverdue(claim: claim))
        case .reevaluated: try told(ClaimReevaluated(claim: claim))
        }
    }
}

extension RefusalReason {
    /// What the customer is told when the agreement alone refuses.
    var words: String {
        switch self {
        case .noRemedyClause: "The agreement grants nothing when this promise is missed."
        case .notGuaranteed: "The promise is an aim, and founds no claim."
        case .notCovered: "The promise was not made to this customer in this window."
        case .trial: "Free trials have no claim."
        case .notMissed: "The promise was kept."
        case .notMeasurable: "There was nothing to judge by in this window."
        case .late: "It arrived after the deadline."
        case .preconditionFailed: "Something that the agreement makes a condition was not so."
        case .alreadyCredited: "The breach has its credit already."
        case .nothingDue: "The credit comes to nothing."
        case .insufficientEvidence: "What the agreement asks for was not given."
        case .other: "See the reason."
        }
    }
}

extension [SubscriptionState] {
    /// When the last of a customer's subscriptions ends; nil while one has no end.
    var contractEnd: Instant? {
        let ends = compactMap(\.until)
        return ends.count == count ? ends.max() : nil
    }
}
