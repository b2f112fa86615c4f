import Contracts
import Terms

/// The life of a claim: a value that takes what happens and gives back what it becomes and what is to be done.
struct ClaimLife: Sendable, Equatable {
    /// What is to be done.
    enum Action: Sendable, Equatable {
        /// Tell others.
        case tell(Telling)
        /// Write down an answer that the agreement alone gives.
        case refuse(RefusalReason, clauses: [String])
        /// Write down an approval that nobody has to give.
        case approveUnasked
        /// Grant the credit.
        case issueCredit
        /// Write down that somebody has to look at it again.
        case flag
    }

    /// What others are told.
    enum Telling: Sendable, Equatable, CaseIterable {
        case drafted, submitted, awaitingWindow, needsEvidence, decided, withdrawn, expired, overdue, reevaluated
    }

    /// An approver's answer.
    enum Answer: Sendable, Equatable {
        case approved
        case refused(RefusalReason)
    }

    /// Where it stands.
    private(set) var state: ClaimState

    /// The life of a claim that stands somewhere.
    init(_ state: ClaimState) {
        self.state = state
    }

    /// The life of a draft of a missed statement; nil where there is nothing to claim. A draft that comes after its deadline is
    /// told as expired: the customer had something to claim, and did not. Of windows that are long over nobody is told that.
    static func draft(_ judgement: ClaimJudgement, isRecent: Bool) -> (life: ClaimLife, actions: [Action])? {
        switch judgement.standing {
        case .ready, .needsEvidence: return (life: ClaimLife(.drafted), actions: [.tell(.drafted)])
        case .refused(.late, _) where isRecent: return (life: ClaimLife(.expired), actions: [.tell(.expired)])
        case .waits, .refused: return nil
        }
    }

    /// Somebody claims.
    mutating func submit(_ judgement: ClaimJudgement) throws(ClaimError) -> [Action] {
        guard state == .drafted else { throw .notADraft(state) }
        return [.tell(.submitted)] + settle(judgement)
    }

    /// Something about it has become known: its statement, evidence, fees.
    mutating func judge(_ judgement: ClaimJudgement) -> [Action] {
        switch state {
        case .drafted:
            guard case .refused(let reason, _) = judgement.standing, reason != .late else { return [] }
            state = .expired
            return [.tell(.expired)]
        case .needsEvidence, .awaitingWindow, .underReview: return settle(judgement)
        case .approved, .refused, .withdrawn, .expired: return []
        }
    }

    /// The statement of a draft that has expired was restated: where the customer may claim after all, it is a draft again.
    mutating func revive(_ judgement: ClaimJudgement) -> [Action] {
        guard state == .expired else { return [] }
        switch judgement.standing {
        case .ready, .needsEvidence:
            state = .drafted
            return [.tell(.drafted)]
        case .waits, .refused: return []
        }
    }

    /// The statement of a decided claim was restated, and another decision would follow from it: by default what was decided
    /// stands.
    func restate(_ outcome: ClaimResource.Reevaluation.Outcome) -> [Action] {
        state.isDecided && outcome != .same ? [.flag, .tell(.reevaluated)] : []
    }

    /// Somebody answers.
    mutating func answer(_ answer: Answer) throws(ClaimError) -> [Action] {
        guard state == .underReview || state == .needsEvidence else { throw .notUnderReview(state) }
        switch answer {
        case .approved:
            guard state == .underReview else { throw .evidenceMissing }
            state = .approved
            return [.issueCredit, .tell(.decided)]
        case .refused:
            state = .refused
            return [.tell(.decided)]
        }
    }

    /// A claim that was refused is looked at again, because its statement was restated.
    mutating func reopen(_ judgement: ClaimJudgement) throws(ClaimError) -> [Action] {
        guard state == .refused else { throw .notRefused(state) }
        state = .underReview
        return settle(judgement)
    }

    /// Its statement was restated and comes to more than was credited: the rest is granted, too.
    func supplement(_ outcome: ClaimResource.Reevaluation.Outcome) throws(ClaimError) -> [Action] {
        guard state == .approved, outcome == .more else { throw .notMore }
        return [.issueCredit]
    }

    /// Whoever made it takes it back.
    mutating func withdraw() throws(ClaimError) -> [Action] {
        guard state == .drafted || state.isOpen else { throw .over(state) }
        state = .withdrawn
        return [.tell(.withdrawn)]
    }

    /// The time to claim is over.
    mutating func lapse() -> [Action] {
        guard state == .drafted else { return [] }
        state = .expired
        return [.tell(.expired)]
    }

    /// The time to answer is over.
    func fallDue() -> [Action] {
        state.isOpen ? [.tell(.overdue)] : []
    }

    private mutating func settle(_ judgement: ClaimJudgement) -> [Action] {
        let before = state
        switch judgement.standing {
        case .waits:
            state = .awaitingWindow
            return before == state ? [] : [.tell(.awaitingWindow)]
        case .needsEvidence:
            state = .needsEvidence
            return before == state ? [] : [.tell(.needsEvidence)]
        case .ready(needsApproval: true):
            state = .underReview
            return []
        case .ready(needsApproval: false):
            state = .approved
            return [.approveUnasked, .issueCredit, .tell(.decided)]
        case .refused(let reason, let clauses):
            state = .refused
            return [.refuse(reason, clauses: clauses), .tell(.decided)]
        }
    }
}
