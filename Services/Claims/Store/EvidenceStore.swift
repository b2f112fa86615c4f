import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `claim_evidence`.
enum EvidenceStore {
    /// Adds a piece of evidence.
    static func insert(_ evidence: EvidenceResource, of tenant: TenantID) -> Query {
        """
        insert into claim_evidence (tenant_id, id, claim_id, requirement, text, reference, added_by, added_at)
        values (\(tenant), \(evidence.id), \(evidence.claim), \(evidence.requirement), \(evidence.text), \(evidence.reference),
            \(evidence.addedBy), \(evidence.addedAt))
        """
    }

    /// A page of a claim's evidence, in the order in which it came.
    static func page(of claim: ClaimID, after: UUID?, limit: Int, _ tenant: TenantID) -> Query {
        var query: Query = """
            select id, claim_id, requirement, text, reference, added_by, added_at from claim_evidence
            where tenant_id = \(tenant) and claim_id = \(claim)
            """
        if let after { query += " and id > \(after)" }
        return query + " order by id limit \(limit)"
    }

    /// What of the agreement's list was given, and by whom anything was.
    static func summary(of claims: [ClaimID], _ tenant: TenantID) -> Query {
        """
        select claim_id, requirement, added_by from claim_evidence
        where tenant_id = \(tenant) and claim_id = any(\(claims))
        """
    }

    /// Reads a row of a page.
    static func decode(_ row: Row) throws -> EvidenceResource {
        let (id, claim, requirement, text, reference, by, at) = try row.decode(
            (EvidenceID, ClaimID, String?, String, String?, String, Instant).self)
        return EvidenceResource(
            id: id, claim: claim, requirement: requirement, text: text, reference: reference, addedBy: by, addedAt: at)
    }
}
