import Contracts
import Terms

/// A change of a claim by whoever makes it.
struct ClaimChange: Sendable {
    let facts: ClaimResource.Facts
    let evidence: [EvidenceDraft]

    /// Reads the body of `PUT /v1/claims/{id}`.
    init(_ body: NodeReader) {
        facts = ClaimResource.Facts(body)
        evidence = EvidenceDraft.list(body)
    }
}
