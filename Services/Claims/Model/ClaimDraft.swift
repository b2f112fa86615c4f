import Contracts
import Terms

/// What somebody claims.
struct ClaimDraft: Sendable {
    /// What for.
    enum Subject: Sendable, Equatable {
        /// A statement that was made, and the revision that the sender saw; nil where it does not say.
        case statement(StatementID, revision: Int?)
        /// A promise of an agreement about a service, and the window that holds an instant: for windows that are still open.
        case promise(AgreementID, commitment: String, service: ServiceID, at: Instant)
    }

    /// Whose; nil: the caller's own customer.
    let customer: CustomerID?
    let subject: Subject
    /// The ticket that it comes of; nil where it comes of none.
    let ticket: TicketID?
    let facts: ClaimResource.Facts
    let evidence: [EvidenceDraft]

    /// Reads the body of `POST /v1/claims`.
    init(_ body: NodeReader) {
        customer = body.ifPresent("customer") { $0.id() }
        if let statement: StatementID = body.ifPresent("statement", { $0.id() }) {
            let seen = body.ifPresent("statement_revision") { Int($0.integer(1...Bounds.revision)) }
            subject = .statement(statement, revision: seen)
            for key in ["agreement", "commitment", "service", "at"] where body.has(key) {
                _ = body[key]
                body[key].fail("does not go together with statement")
            }
        } else {
            if body.has("statement_revision") {
                _ = body["statement_revision"]
                body["statement_revision"].fail("is only taken with statement")
            }
            subject = .promise(
                body["agreement"].id(), commitment: body["commitment"].key(), service: body["service"].id(),
                at: body["at"].instant())
        }
        ticket = body.ifPresent("ticket") { $0.id() }
        facts = ClaimResource.Facts(body)
        evidence = EvidenceDraft.list(body)
    }
}
