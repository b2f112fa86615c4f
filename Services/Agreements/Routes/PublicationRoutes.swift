import Chassis
import Contracts
import Foundation
import HTTPTypes
import Postgres
import Terms

/// `/v1/agreements/{id}/versions/{v}/publication`: the moment from which a version is immutable.
struct PublicationRoutes: Sendable {
    let chassis: Chassis
    /// Told when a version will come into force later.
    let effectiveDates: EffectiveDates

    var routes: [Route] {
        let path = "/v1/agreements/{id}/versions/{v}/publication"
        return [
            Route(.get, path, roles: .readers, handler: get),
            Route(.post, path, roles: .managers, body: .json(maximumBytes: Bounds.smallBodyBytes), handler: publish),
        ]
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let id: AgreementID = try request.id()
        let number = try VersionRoutes.number(request)
        let results = try await chassis.database.execute(
            [
                AgreementStore.find(id, visibleTo: request.caller.customer),
                AgreementVersionStore.find(number, of: id, publishedOnly: true),
                ScheduleStore.counts(number, of: id, at: chassis.clock.now),
            ], tenant: request.tenant.uuid)
        guard !results[0].isEmpty, let row = results[1].first else { throw Problem.notFound("publication") }
        let version = try AgreementVersionStore.decode(row)
        guard let publication = version.publication else { throw Problem.notFound("publication") }
        var customers: PublicationResource.Counts?
        if request.caller.customer == nil, !publication.noticeRules.isEmpty {
            let (effective, scheduled, waiting) = try results[2].decodeOne((Int, Int, Int).self)
            customers = PublicationResource.Counts(effective: effective, scheduled: scheduled, awaitingNotice: waiting)
        }
        return try .json(
            PublicationResource(
                agreement: id, version: number, publishedAt: publication.publishedAt, publishedBy: publication.publishedBy,
                effectiveFrom: publication.effectiveFrom, effectiveUntil: publication.effectiveUntil,
                noticeRules: publication.noticeRules, customers: customers),
            version: publication.noticeRules.isEmpty ? version.revision : nil)
    }

    private func publish(_ request: APIRequest) async throws -> Reply {
        let id: AgreementID = try request.id()
        let number = try VersionRoutes.number(request)
        let effectiveFrom = try request.read { $0["effective_from"].instant() }
        let reply = try await chassis.create(request, taken: "") { transaction, now in
            let rows = try await transaction.execute([
                AgreementStore.find(id).locking, AgreementVersionStore.find(number, of: id),
                AgreementVersionStore.source(number, of: id), AgreementVersionStore.lastPublished(of: id),
            ])
            guard let agreementRow = rows[0].first, let versionRow = rows[1].first,
                let (text, mediaType) = try rows[2].decodeFirst((String, String).self)
            else { throw Problem.notFound("version") }
            let agreement = try AgreementStore.decode(agreementRow)
            var version = try AgreementVersionStore.decode(versionRow)
            guard version.publication == nil else {
                throw Problem.conflict("the version has been published already", slug: "published")
            }
            if request.headers[.ifMatch] != nil { try request.requireMatch(version: version.revision) }
            try Self.check(effectiveFrom, after: try rows[3].first.map(AgreementVersionStore.decode))
            // Read again from the author's text, so that what cannot be bound is named by line and column.
            let source = try AgreementSource(Data(text.utf8), contentType: mediaType, of: agreement.key)
            let services = try await bind(source.document, transaction)
            version.publication = AgreementVersion.Publication(
                publishedAt: now, publishedBy: request.caller.principal, effectiveFrom: effectiveFrom, effectiveUntil: nil,
                services: services)
            version.revision += 1
            version.updatedAt = now
            let publishing = Publishing(
                agreement: agreement, transaction: transaction, tenant: request.tenant,
                traceparent: request.traceparent.description, now: now)
            let published = try await publishing.publish(version, source.document)
            return try .created(
                published.resource(at: now), location: "/v1/agreements/\(id)/versions/\(number)/publication",
                version: published.revision)
        }
        effectiveDates.nudge()
        return reply
    }

    private static func check(_ effectiveFrom: Instant, after previous: AgreementVersion?) throws(Problem) {
        guard let previous, let earlier = previous.publication, effectiveFrom <= earlier.effectiveFrom else { return }
        throw .validation(
            "#/effective_from",
            "must be after \(earlier.effectiveFrom), from when version \(previous.version) is in force")
    }

    private func bind(_ document: AgreementDocument, _ transaction: Transaction) async throws -> [String: ServiceID] {
        let known = try await transaction.query(ServiceStore.named(document.services.map(\.key)))
            .decode((ServiceID, String, [String]).self)
        return try ServiceBinding.bind(
            document, to: known.map { ServiceBinding.Known(id: $0.0, key: $0.1, components: Set($0.2)) })
    }
}
