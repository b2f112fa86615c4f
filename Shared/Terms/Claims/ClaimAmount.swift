/// What a claim comes to, as far as it can be told.
public struct ClaimAmount: Hashable, Sendable, Codable {
    /// How certain it is.
    public enum Outcome: String, CaseIterable, Hashable, Sendable, Codable {
        /// A credit is due.
        case due
        /// It comes to nothing, or nothing more than was given already.
        case nothing
        /// A binding precondition failed.
        case refused
        /// A binding precondition is not known to hold; the amount is what would be due if it did.
        case unproven
        /// An approver decides on it.
        case discretionary
        /// The agreement names an amount in another currency than the customer's.
        case otherCurrency = "other_currency"
        /// Nothing is known of the fees.
        case feesUnknown = "fees_unknown"
        /// The window is open.
        case pending
        /// Nothing was missed that a remedy is granted for.
        case none
    }

    /// How certain it is.
    public let outcome: Outcome
    /// The credit, step by step; nil where nothing could be worked out.
    public let credit: CreditVerdict?
    /// Who must approve, and by which clause it is the approver's to say; nil where nobody need.
    public let approvalClause: String?
    /// What it rests on.
    public let bearing: Bearing

    init(
        _ claim: ClaimFacts, _ statement: Statement, beside: [Statement], _ document: AgreementDocument, _ remedy: Remedy?
    ) {
        approvalClause = remedy?.claim.flatMap { $0.needsApproval ? $0.approvalClause : nil }
        let clauses = Set([remedy?.clause, remedy?.scheduleClause, remedy == nil ? statement.clause : nil].compactMap { $0 })
        let rests = Bearing(document, clauses: clauses, availability: statement.ratio)
        guard let remedy, !statement.isOpen, let missed = MissedCommitment(statement) else {
            outcome = statement.isOpen && remedy != nil ? .pending : .none
            credit = nil
            bearing = rests
            return
        }
        let others = beside.filter { other in
            other.window == statement.window && other != statement
                && document.commitment(other.commitment)?.remedy == remedy.id
        }
        let facts = CreditFacts(
            // Without fees there are no amounts, and ISO 4217 has a code for no currency.
            currency: claim.billing?.currency ?? "XXX", fees: claim.billing?.fees ?? [],
            granted: claim.billing?.granted ?? [], customer: claim.customer, claimedAt: claim.receivedAt)
        let verdict = CreditEvaluation.evaluate(
            [missed] + others.compactMap { MissedCommitment($0) }, under: remedy, document: document, facts: facts)
        credit = claim.billing == nil && remedy.schedule != .discretionary ? nil : verdict
        outcome = credit.map { Outcome($0.outcome) } ?? .feesUnknown
        bearing = credit?.bearing ?? rests
    }
}

extension ClaimAmount.Outcome {
    init(_ outcome: CreditVerdict.Outcome) {
        switch outcome {
        case .due: self = .due
        case .nothing: self = .nothing
        case .refused: self = .refused
        case .unproven: self = .unproven
        case .discretionary: self = .discretionary
        case .otherCurrency: self = .otherCurrency
        }
    }
}
