import Chassis
import Contracts
import Foundation
import HTTPTypes
import Postgres
import Terms

/// `/v1/agreements/{id}/versions/{v}/diff`: what a version changes for customers of another.
struct DiffRoutes: Sendable {
    let chassis: Chassis

    var routes: [Route] {
        [Route(.get, "/v1/agreements/{id}/versions/{v}/diff", roles: .readers, query: ["from"], handler: diff)]
    }

    private func diff(_ request: APIRequest) async throws -> Reply {
        let id: AgreementID = try request.id()
        let number = try VersionRoutes.number(request)
        _ = try request.query.required("from")
        guard let from = try request.query.int("from", in: 1...Bounds.versions) else { throw Problem.notFound("version") }
        let customer = request.caller.customer
        let results = try await chassis.database.execute(
            [
                AgreementStore.find(id, visibleTo: customer),
                AgreementVersionStore.find(from, of: id, publishedOnly: customer != nil),
                AgreementVersionStore.find(number, of: id, publishedOnly: customer != nil),
            ], tenant: request.tenant.uuid)
        guard !results[0].isEmpty, let older = results[1].first, let newer = results[2].first else {
            throw Problem.notFound("version")
        }
        return try .json(AgreementDiffResource(await Self.changes(Self.document(older), Self.document(newer))))
    }

    private static func document(_ row: Row) throws -> AgreementDocument {
        guard let node = try AgreementVersionStore.decode(row).document else { throw Problem.notFound("version") }
        return try AgreementDocument(node)
    }

    /// Away from the loop: documents may be half a megabyte each.
    @concurrent private static func changes(_ old: AgreementDocument, _ new: AgreementDocument) async -> [AgreementChange] {
        AgreementDiff.changes(from: old, to: new)
    }
}
