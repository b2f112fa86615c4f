import Chassis
import Contracts
import Foundation
import HTTPTypes
import Postgres
import Terms

/// `/v1/agreements/lint`: looks a document over that need not be stored. Nothing is kept of it.
struct LintRoutes: Sendable {
    let chassis: Chassis

    var routes: [Route] {
        let document = BodyRule.raw(maximumBytes: Bounds.agreementBytes, types: AgreementSource.mediaTypes)
        return [Route(.post, "/v1/agreements/lint", roles: .managers, body: document, handler: lint)]
    }

    private func lint(_ request: APIRequest) async throws -> Reply {
        guard !request.data.isEmpty else { throw Problem.malformedBody("an agreement document is required") }
        let source = try AgreementSource(request.data, contentType: request.headers[.contentType] ?? "")
        let keys = source.document.services.map(\.key)
        let known = try await chassis.database.query(ServiceStore.named(keys), tenant: request.tenant.uuid).map { row in
            try row.decode((ServiceID, String, [String]).self).1
        }
        return try .json(LintResource(await Self.findings(source.document, Set(known))))
    }

    /// Away from the loop: a document may be half a megabyte of words.
    @concurrent private static func findings(_ document: AgreementDocument, _ catalogue: Set<String>) async -> [LintFinding] {
        AgreementLint.findings(document, catalogue: catalogue)
    }
}
