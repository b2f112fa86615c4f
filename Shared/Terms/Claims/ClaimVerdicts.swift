/// What an agreement says of a claim: five verdicts, each of its own, with its clauses and interpretations, and how the claim
/// stands by all of them.
///
/// None decides another: a breach stays one where fees are not known, and an amount is told where the deadline has passed.
public struct ClaimVerdicts: Hashable, Sendable, Codable {
    /// Whether the promise was broken.
    public let breach: ClaimBreach
    /// Whether who claims may have anything.
    public let eligibility: ClaimEligibility
    /// Whether the claim came in time.
    public let timeliness: ClaimTimeliness
    /// Whether it says what it must.
    public let evidence: ClaimEvidence
    /// What it comes to.
    public let amount: ClaimAmount
    /// How the claim stands by all of them.
    public let standing: ClaimStanding
}

extension ClaimVerdicts {
    /// What an agreement says of a claim on a statement of one of its commitments. Pure.
    ///
    /// - Parameters:
    ///   - claim: what the claim says, and what is known of who makes it.
    ///   - statement: the commitment, service and window that it is about, as judged for this customer.
    ///   - beside: other statements that the claim is about too. Those of the same window and remedy are credited together.
    public static func evaluate(
        _ claim: ClaimFacts, statement: Statement, beside: [Statement] = [], document: AgreementDocument
    ) -> ClaimVerdicts {
        let remedy = document.commitment(statement.commitment)?.remedy.flatMap(document.remedy)
        let eligibility = ClaimEligibility.evaluate(claim, statement, document)
        let plain = ClaimStanding.evaluate(
            receivedAt: claim.receivedAt, statement: statement, document: document, publishedAt: claim.publishedAt)
        return ClaimVerdicts(
            breach: ClaimBreach(statement), eligibility: eligibility,
            timeliness: ClaimTimeliness(claim, statement, document, remedy),
            evidence: ClaimEvidence(claim, statement, document, remedy?.claim),
            amount: ClaimAmount(claim, statement, beside: beside, document, remedy),
            standing: eligibility.outcome == .refused ? plain.refused(eligibility) : plain)
    }
}

extension ClaimStanding {
    /// The same for somebody who may have nothing, unless the agreement grants nothing to anybody.
    fileprivate func refused(_ eligibility: ClaimEligibility) -> ClaimStanding {
        switch state {
        case .noRemedyClause, .notGuaranteed: self
        default: ClaimStanding(.notEligible, eligibility.bearing, deadline)
        }
    }
}
