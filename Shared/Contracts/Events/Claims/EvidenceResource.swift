import Terms

/// What was added to a claim to prove it. Never changed.
public struct EvidenceResource: Codable, Hashable, Sendable {
    /// Identifies it.
    public let id: EvidenceID
    /// The claim.
    public let claim: ClaimID
    /// What of the agreement's list it answers, in the agreement's words; absent for anything else.
    public let requirement: String?
    /// What it says.
    public let text: String
    /// Where more of it is: a ticket, an address.
    public let reference: String?
    /// Who added it.
    public let addedBy: String
    /// When.
    public let addedAt: Instant

    /// A piece of evidence.
    public init(
        id: EvidenceID, claim: ClaimID, requirement: String?, text: String, reference: String?, addedBy: String,
        addedAt: Instant
    ) {
        self.id = id
        self.claim = claim
        self.requirement = requirement
        self.text = text
        self.reference = reference
        self.addedBy = addedBy
        self.addedAt = addedAt
    }
}
