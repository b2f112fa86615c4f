import Contracts
import Terms

/// A piece of evidence as it is brought.
struct EvidenceDraft: Sendable {
    let requirement: String?
    let text: String
    let reference: String?

    /// Reads the body of `POST /v1/claims/{id}/evidence`.
    init(_ body: NodeReader) {
        requirement = body.ifPresent("requirement") { $0.text() }
        text = body["text"].prose(1...Bounds.text)
        reference = body.ifPresent("reference") { $0.text(1...Bounds.reference) }
    }

    /// Reads the evidence that comes with a claim.
    static func list(_ body: NodeReader) -> [EvidenceDraft] {
        body.ifPresent("evidence") { list in list.list(0...Bounds.evidenceAtOnce) { part in part.object(EvidenceDraft.init) } }
            ?? []
    }

    /// The evidence.
    func evidence(of claim: ClaimID, by principal: String, at now: Instant) -> EvidenceResource {
        EvidenceResource(
            id: EvidenceID(), claim: claim, requirement: requirement, text: text, reference: reference, addedBy: principal,
            addedAt: now)
    }
}

extension ClaimResource.Facts {
    /// Reads what a customer says.
    init(_ body: NodeReader) {
        self.init(
            description: body.ifPresent("description") { $0.prose(1...Bounds.text) },
            outages: body.ifPresent("outages") { $0.list(0...Bounds.outages) { $0.interval() } } ?? [],
            facts: body.ifPresent("facts") { facts in
                Dictionary(facts.entries(atMost: Bounds.facts).map { ($0.key, $0.value.bool()) }) { first, _ in first }
            } ?? [:],
            caseOpenedAt: body.ifPresent("case_opened_at") { $0.instant() })
    }
}
