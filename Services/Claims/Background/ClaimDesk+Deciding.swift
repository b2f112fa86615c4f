import Contracts
import Postgres
import Terms

extension ClaimDesk {
    /// An approver who had no part in a claim answers it. The case is judged anew: what is granted is what is due now.
    func decide(_ old: ClaimResource, _ decision: ClaimDecision, by principal: String) async throws -> ClaimResource {
        let evidence = try await evidence(of: old)
        guard !old.contributors.contains(principal), evidence.bringers[old.id]?.contains(principal) != true else {
            throw ClaimError.ownClaim
        }
        switch decision.word {
        case .stands: return try await letStand(old, decision, by: principal)
        case .supplemented: return try await supplement(old, decision, by: principal)
        case .reopened: return try await reopen(old, decision, by: principal)
        case .approved, .refused: break
        }
        guard old.state == .underReview || old.state == .needsEvidence else { throw ClaimError.notUnderReview(old.state) }
        guard let claimCase = try await read(old, answered: evidence.answered[old.id] ?? []) else { throw Problem.internalError }
        let judgement = ClaimJudgement(claimCase)
        var life = ClaimLife(old.state)
        // What the agreement alone refuses by now is refused by it, whatever the approver says.
        let before = life.judge(judgement)
        guard !life.state.isDecided else {
            return try await carryOut(before, life, on: old, judgement, claimCase)
        }
        var claim = old
        if decision.word == .refused {
            let refusal = decision.refusal ?? .other
            let actions = try life.answer(.refused(refusal))
            claim.decision = .init(
                decision: .refused, refusal: refusal, reason: decision.reason, decidedBy: principal, decidedAt: now,
                clauses: judgement.verdicts.clauses)
            return try await carryOut(before + actions, life, on: claim, judgement, claimCase)
        }
        let actions = try life.answer(.approved)
        let grant = Grant(
            amount: try decision.granted(judgement.verdicts.amount), form: try decision.given(under: claimCase.remedy),
            by: principal, findings: judgement.verdicts, first: nil)
        claim.decision = .init(
            decision: .approved, refusal: nil, reason: decision.reason, decidedBy: principal, decidedAt: now,
            clauses: judgement.verdicts.clauses)
        return try await carryOut(
            before + actions, life, on: claim, judgement, claimCase, granting: grant)
    }

    /// Somebody has looked at a restated claim, and lets stand what was decided.
    private func letStand(
        _ old: ClaimResource, _ decision: ClaimDecision, by principal: String
    ) async throws -> ClaimResource {
        let claim = try old.answered(.stands, decision, by: principal, at: now)
        return try await carryOut([], ClaimLife(old.state), on: claim, nil, nil)
    }

    /// A refused claim whose statement was restated is looked at again.
    private func reopen(
        _ old: ClaimResource, _ decision: ClaimDecision, by principal: String
    ) async throws -> ClaimResource {
        var claim = try old.answered(.reopened, decision, by: principal, at: now)
        claim.decision = nil
        guard let claimCase = try await read(claim) else { throw Problem.internalError }
        let judgement = ClaimJudgement(claimCase)
        var life = ClaimLife(old.state)
        let actions = try life.reopen(judgement)
        return try await carryOut(actions, life, on: claim, judgement, claimCase)
    }
}

extension ClaimResource {
    /// The claim when somebody has looked at its restatement.
    fileprivate func answered(
        _ word: Reevaluation.Word, _ decision: ClaimDecision, by principal: String, at now: Instant
    ) throws(ClaimError) -> ClaimResource {
        guard reevaluation?.isFlagged == true else { throw .nothingToReview }
        var claim = self
        claim.reevaluation?.isFlagged = false
        claim.reevaluation?.answer = .init(decision: word, reason: decision.reason, decidedBy: principal, decidedAt: now)
        return claim
    }
}
