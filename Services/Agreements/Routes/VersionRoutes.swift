import Chassis
import Contracts
import Foundation
import HTTPTypes
import Postgres
import Terms

/// `/v1/agreements/{id}/versions`: drafts, and what became of them.
struct VersionRoutes: Sendable {
    let chassis: Chassis

    var routes: [Route] {
        let all = "/v1/agreements/{id}/versions"
        let one = "/v1/agreements/{id}/versions/{v}"
        let document = BodyRule.raw(maximumBytes: Bounds.agreementBytes, types: AgreementSource.mediaTypes)
        return [
            Route(
                .get, all, roles: .readers, query: ["limit", "cursor", "customer", "at"],
                handler: VersionList(chassis: chassis).answer),
            Route(.post, all, roles: .managers, body: document, handler: create),
            Route(.get, one, roles: .readers, handler: get),
            Route(.put, one, roles: .managers, body: document, handler: replace),
            Route(.delete, one, roles: .managers, handler: delete),
        ]
    }

    private func create(_ request: APIRequest) async throws -> Reply {
        let id: AgreementID = try request.id()
        return try await chassis.create(request, taken: "") { transaction, now in
            let agreement = try await lock(id, transaction)
            let source = try source(request, of: agreement)
            let number = try await transaction.query(AgreementVersionStore.nextNumber(of: id)).decodeOne(Int.self)
            guard number <= Bounds.versions else {
                throw Problem.conflict("an agreement has at most \(Bounds.versions) versions", slug: "too-many-versions")
            }
            let draft = AgreementVersion(
                agreement: id, version: number, notEvaluated: source.document.notEvaluated, document: source.document.node,
                publication: nil, revision: 1, createdAt: now, updatedAt: now)
            _ = try await transaction.query(
                AgreementVersionStore.insert(draft, source, of: request.tenant, by: request.caller.principal))
            return try .created(
                draft.resource(at: now), location: "/v1/agreements/\(id)/versions/\(number)", version: draft.revision)
        }
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let wantsSource = try Self.wantsSource(request.headers[.accept])
        let (id, number) = try place(request)
        let customer = request.caller.customer
        let results = try await chassis.database.execute(
            [
                AgreementStore.find(id, visibleTo: customer),
                AgreementVersionStore.find(number, of: id, publishedOnly: customer != nil),
                AgreementVersionStore.source(number, of: id),
            ], tenant: request.tenant.uuid)
        guard !results[0].isEmpty, let row = results[1].first else { throw Problem.notFound("version") }
        if wantsSource, let (text, _) = try results[2].decodeFirst((String, String).self) {
            // JSON is YAML too, so the author's text goes out as it is, whichever it was.
            return .text(text, type: "application/yaml").with(.vary, "Accept")
        }
        let version = try AgreementVersionStore.decode(row)
        return try Reply.json(version.resource(at: chassis.clock.now), version: version.revision).with(.vary, "Accept")
    }

    private func replace(_ request: APIRequest) async throws -> Reply {
        let (id, number) = try place(request)
        return try await changingDraft(request, id, number) { transaction, agreement, old, now in
            let source = try source(request, of: agreement)
            var draft = old
            draft.notEvaluated = source.document.notEvaluated
            draft.document = source.document.node
            draft.revision += 1
            draft.updatedAt = now
            _ = try await transaction.query(AgreementVersionStore.update(draft, source, by: request.caller.principal))
            return try .json(draft.resource(at: now), version: draft.revision)
        }
    }

    private func delete(_ request: APIRequest) async throws -> Reply {
        let (id, number) = try place(request)
        return try await changingDraft(request, id, number) { transaction, _, _, _ in
            _ = try await transaction.query(AgreementVersionStore.deleteDraft(number, of: id))
            return .noContent
        }
    }

    private func changingDraft(
        _ request: APIRequest, _ id: AgreementID, _ number: Int,
        _ body: (Transaction, AgreementState, AgreementVersion, Instant) async throws -> Reply
    ) async throws -> Reply {
        try await chassis.change(
            request, "version", find: AgreementVersionStore.find(number, of: id), decode: AgreementVersionStore.decode
        ) { transaction, old, now in
            guard old.publication == nil else {
                throw Problem.conflict("a published version is immutable; make another version", slug: "published")
            }
            return try await body(transaction, try await lock(id, transaction), old, now)
        }
    }

    /// The agreement, locked: its versions are numbered and published one at a time.
    private func lock(_ id: AgreementID, _ transaction: Transaction) async throws -> AgreementState {
        guard let row = try await transaction.query(AgreementStore.find(id).locking).first else {
            throw Problem.notFound("agreement")
        }
        return try AgreementStore.decode(row)
    }

    private func source(_ request: APIRequest, of agreement: AgreementState) throws -> AgreementSource {
        guard !request.data.isEmpty else { throw Problem.malformedBody("an agreement document is required") }
        return try AgreementSource(
            request.data, contentType: request.headers[.contentType] ?? "", of: agreement.key)
    }

    private func place(_ request: APIRequest) throws -> (AgreementID, Int) {
        (try request.id(), try Self.number(request))
    }

    /// The version's number in the path.
    ///
    /// - Throws: 404 when no version can have it.
    static func number(_ request: APIRequest) throws(Problem) -> Int {
        let number = try request.int("v")
        guard (1...Bounds.versions).contains(number) else { throw .notFound("version") }
        return number
    }

    /// Whether the author's text is asked for rather than the version as JSON.
    ///
    /// - Throws: 406 when neither is.
    static func wantsSource(_ accept: String?) throws(Problem) -> Bool {
        guard let accept else { return false }
        let types = accept.lowercased().split(separator: ",").map { range in
            range.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }
        }
        for type in types {
            switch type {
            case "application/json", "application/*", "*/*", "": return false
            case "application/yaml", "text/yaml", "text/*": return true
            default: continue
            }
        }
        throw .notAcceptable(["application/json", "application/yaml"])
    }
}
