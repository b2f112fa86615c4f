import Chassis
import Contracts
import Foundation
import HTTPTypes
import Postgres
import Terms

/// `/v1/chain`: the signed chain of all that was ever said in statements, for whoever wants to verify it.
///
/// Everybody sees every link: without one nobody could follow the chain. What an entry records is shown to the tenant's own
/// people, and to a customer's where it is about what they may read.
struct ChainRoutes: Sendable {
    let chassis: Chassis
    let signer: ChainSigner
    let knowledge: Knowledge

    var routes: [Route] {
        [
            Route(.get, "/v1/chain", roles: .readers, query: ["limit", "cursor"], handler: list),
            Route(.get, "/v1/chain/keys", roles: .readers, handler: keys),
        ]
    }

    /// A chain's places are its own order: the cursor needs no id.
    private static let noID = UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))

    private func list(_ request: APIRequest) async throws -> Reply {
        let scope = try await ServiceScope.of(request, chassis)
        let page = try request.page()
        let rows = try await chassis.database.execute(
            [
                ChainStore.page(after: page.after?.key ?? 0, limit: page.fetch, of: request.tenant),
                TermsStore.versions(request.tenant),
            ], tenant: request.tenant.uuid)
        let entries = try ChainStore.decode(rows[0])
        var known: KnownTerms?
        if scope.customer != nil { known = try await terms(of: request.tenant, try TermsStore.decodeVersions(rows[1]).terms) }
        let terms = known
        return try page.reply(entries, cursor: { Cursor(key: $0.sequence, id: Self.noID) }) { entry in
            guard let terms, let content = entry.content else { return entry }
            return scope.sees(content, in: terms) ? entry : entry.withoutContent
        }
    }

    private func terms(of tenant: TenantID, _ version: Int64) async throws -> KnownTerms {
        let known = try await knowledge.terms.terms(tenant)
        return known.version == version ? known : try await knowledge.terms.reload(tenant)
    }

    private func keys(_ request: APIRequest) async throws -> Reply {
        Reply.bytes(try signer.published.json, type: "application/jwk-set+json")
    }
}

extension ServiceScope {
    /// Whether what an entry is about is in it.
    fileprivate func sees(_ content: ChainContent, in terms: KnownTerms) -> Bool {
        switch content.subject {
        case .statement(let id): sees(id, among: terms.promises, terms)
        case .objective(let id): sees(id.kept, among: terms.objectives, terms)
        case nil: false
        }
    }

    private func sees<Term>(_ id: StatementID, among promises: [PromiseOf<Term>], _ terms: KnownTerms) -> Bool {
        promises.contains { sees($0) && judged(id, of: $0, among: terms.versions) != nil }
    }
}
