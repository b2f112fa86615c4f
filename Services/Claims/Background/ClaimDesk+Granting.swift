import Contracts
import Postgres
import Terms

/// Credits as they are granted: the first of a claim, and what a restatement adds to it.
extension ClaimDesk {
    /// What is granted.
    struct Grant: Sendable {
        let amount: Money
        let form: Remedy.Payout.Way
        /// The approver; nil where the agreement alone grants it.
        let by: String?
        /// What it rests on.
        let findings: ClaimFindings
        /// The credit that it adds to, because the statement was restated; nil for the first of a claim.
        let first: CreditResource?
    }

    /// The credit that a grant is.
    func credit(_ claim: ClaimResource, _ claimCase: ClaimCase, _ grant: Grant) throws -> CreditResource {
        let resource = claimCase.statement?.resource
        guard let statement = resource?.id ?? claim.statement, let remedy = claimCase.remedy else {
            throw ClaimError.amountUnknown(grant.findings.amount.verdict)
        }
        let atTermination = remedy.payout?.atTermination
        return CreditResource(
            id: CreditID(), customer: claim.customer, claim: claim.id, statement: statement, supplements: grant.first?.id,
            statementRevision: grant.first == nil ? nil : resource?.revision, agreement: claim.agreement,
            agreementKey: claim.agreementKey, remedy: remedy.id, window: resource?.window ?? claim.window, state: .issued,
            amount: grant.amount, remainingMinor: grant.amount.amountMinor, form: grant.form, clauses: grant.findings.clauses,
            applications: [], issuedBy: grant.by, issuedAt: now, atTermination: atTermination,
            expiresAt: atTermination?.expiry(contractEnd: claimCase.fees.subscriptions.contractEnd), voidReason: nil, version: 1,
            updatedAt: now)
    }

    /// Adds to the credit of a claim whose statement was restated and comes to more: what the whole comes to now, less what was
    /// granted. What was granted stays as it is.
    ///
    /// - Throws: 409 when nothing waits for an answer, when it comes to no more, and when the credit was taken back.
    func supplement(_ old: ClaimResource, _ decision: ClaimDecision, by principal: String) async throws -> ClaimResource {
        guard let flagged = old.reevaluation, flagged.isFlagged, let answer = old.decision else {
            throw ClaimError.nothingToReview
        }
        guard let id = old.credit, let row = try await transaction.query(CreditStore.find(id, of: tenant)).first else {
            throw ClaimError.notMore
        }
        let first = try CreditStore.decode(row)
        guard !first.isTakenBackWhole else { throw ClaimError.creditTakenBack }
        guard let basis = flagged.statement ?? old.statement,
            let known = try await transaction.query(KnownStatementStore.find(basis, of: tenant)).first
                .map(KnownStatementStore.decode), known.isFinal
        else { throw ClaimError.amountUnknown(.pending) }
        var judged = old
        judged.statement = known.resource.id
        judged.window = known.resource.window
        guard let claimCase = try await read(judged, statement: known) else { throw Problem.internalError }
        var claim = old
        var found = try await reevaluate(old, by: known.resource, claimCase, after: answer)
        let life = ClaimLife(old.state)
        let actions = try life.supplement(found.outcome)
        guard let whole = found.amount, let granted = try await granted(to: old) else { throw ClaimError.notMore }
        let grant = Grant(
            amount: whole.with(whole.amountMinor - granted), form: first.form ?? .credit, by: principal,
            findings: found.verdicts, first: first)
        found.isFlagged = false
        found.answer = .init(decision: .supplemented, reason: decision.reason, decidedBy: principal, decidedAt: now)
        claim.reevaluation = found
        return try await carryOut(actions, life, on: claim, nil, claimCase, granting: grant)
    }

    /// What a claim was granted, in minor units, whatever became of it since; nil where it was granted nothing.
    func granted(to claim: ClaimResource) async throws -> Int64? {
        guard claim.credit != nil else { return nil }
        return try await transaction.query(CreditStore.granted(to: claim.id, of: tenant)).decodeOne(Int64?.self)
    }
}

extension ClaimDesk.Grant {
    /// What the agreement alone grants.
    init(unasked findings: ClaimFindings) throws(ClaimError) {
        guard let due = findings.amount.amount else { throw .amountUnknown(findings.amount.verdict) }
        self.init(amount: due, form: .credit, by: nil, findings: findings, first: nil)
    }
}

extension CreditResource {
    /// Whether nothing of it was used before it was taken back.
    var isTakenBackWhole: Bool { state == .voided && applications.isEmpty }
}
