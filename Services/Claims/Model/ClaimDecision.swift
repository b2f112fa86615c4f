import Contracts
import Terms

/// What an approver says.
struct ClaimDecision: Sendable {
    /// The answer.
    enum Word: String, CaseIterable, Sendable {
        case approved
        case refused
        /// After a restatement: what was decided stands.
        case stands
        /// After a restatement: what is due beyond the credit is granted, too.
        case supplemented
        /// After a restatement: a refusal is looked at again.
        case reopened
    }

    let word: Word
    let refusal: RefusalReason?
    let reason: String
    let amount: Money?
    /// How it is to be given; nil for a credit.
    let form: Remedy.Payout.Way?

    /// Reads the body of `POST /v1/claims/{id}/decision`.
    init(_ body: NodeReader) {
        let word: Word = body["decision"].choice()
        let refusal: RefusalReason? = body.ifPresent("refusal") { $0.choice() }
        reason = body["reason"].prose()
        amount = body.ifPresent("amount") { $0.money(1...Money.maximumMinor) }
        form = body.ifPresent("form") { $0.choice() }
        if word == .refused, refusal == nil { body["refusal"].fail("is required for a refusal") }
        if word != .refused, refusal != nil { body["refusal"].fail("is only for a refusal") }
        if word != .approved, amount != nil { body["amount"].fail("is only for an approval") }
        if word != .approved, form != nil { body["form"].fail("is only for an approval") }
        self.word = word
        self.refusal = refusal
    }

    /// How it is given: as the approver says, in one of the ways that the agreement leaves open. Where it says nothing of them, and
    /// nobody chooses, that is a credit on an invoice.
    func given(under remedy: Remedy?) throws(ClaimError) -> Remedy.Payout.Way {
        guard let form else { return .credit }
        let ways = remedy?.payout?.ways ?? [.credit]
        guard ways.contains(form) else {
            let by = (remedy?.payout?.clause ?? remedy?.clause).map { " by \($0)" } ?? ""
            throw .form("must be \(ways.map(\.rawValue).joined(separator: " or "))\(by)")
        }
        return form
    }

    /// The amount to grant: the agreement's, or the approver's where the agreement leaves it open, within the caps.
    func granted(_ verdict: AmountVerdict) throws(ClaimError) -> Money {
        switch verdict.verdict {
        case .due:
            guard let due = verdict.amount else { throw .amountUnknown(verdict.verdict) }
            guard amount == nil || amount == due else {
                throw .amount("the agreement says \(due.amountMinor) \(due.currency); leave it out")
            }
            return due
        case .discretionary:
            guard let amount else { throw .amount("is required: the agreement leaves the amount to the approver") }
            guard let most = verdict.most else { return amount }
            guard amount.currency == most.currency, amount.amountMinor <= most.amountMinor else {
                throw .amount("must be at most \(most.amountMinor) \(most.currency), by the agreement's caps")
            }
            return amount
        case .nothing, .alreadyCredited, .feesUnknown, .otherCurrency, .pending: throw .amountUnknown(verdict.verdict)
        }
    }
}
