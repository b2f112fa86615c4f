import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `agreement_versions`.
enum AgreementVersionStore {
    private static let columns: Query = """
        agreement_id, version, not_evaluated, published_at, published_by, effective_from, effective_until, services,
        notice_rules, case when notice_rules is not null then (select min(s.effective_from) from version_schedules s
            where s.agreement_id = agreement_versions.agreement_id and s.version = agreement_versions.version) end,
        revision, created_at, updated_at
        """

    /// Adds a draft.
    static func insert(
        _ draft: AgreementVersion, _ source: AgreementSource, of tenant: TenantID, by principal: String
    ) throws -> Query {
        """
        insert into agreement_versions (tenant_id, agreement_id, version, source, media_type, document, not_evaluated,
            revision, created_at, created_by, updated_at, updated_by)
        values (\(tenant), \(draft.agreement), \(draft.version), \(source.text), \(source.mediaType),
            \(source.document.node.json), \(try JSONText(encoding: draft.notEvaluated)), \(draft.revision), \(draft.createdAt),
            \(principal), \(draft.updatedAt), \(principal))
        """
    }

    /// Writes a draft's new document.
    static func update(_ draft: AgreementVersion, _ source: AgreementSource, by principal: String) throws -> Query {
        """
        update agreement_versions set source = \(source.text), media_type = \(source.mediaType),
            document = \(source.document.node.json), not_evaluated = \(try JSONText(encoding: draft.notEvaluated)),
            revision = \(draft.revision), updated_at = \(draft.updatedAt), updated_by = \(principal)
        where agreement_id = \(draft.agreement) and version = \(draft.version)
        """
    }

    /// Removes a draft.
    static func deleteDraft(_ version: Int, of agreement: AgreementID) -> Query {
        "delete from agreement_versions where agreement_id = \(agreement) and version = \(version) and published_at is null"
    }

    /// Publishes a draft. `announced`: it is in force already, and that is told with this.
    static func publish(_ version: AgreementVersion, _ publication: AgreementVersion.Publication, announced: Bool) throws -> Query
    {
        let rules = publication.noticeRules
        return """
            update agreement_versions set published_at = \(publication.publishedAt), published_by = \(publication.publishedBy),
                effective_from = \(publication.effectiveFrom), services = \(try JSONText(encoding: publication.services)),
                notice_rules = \(rules.isEmpty ? nil : try JSONText(encoding: rules)),
                announced_at = \(announced ? publication.publishedAt : nil), revision = \(version.revision),
                updated_at = \(version.updatedAt), updated_by = \(publication.publishedBy)
            where agreement_id = \(version.agreement) and version = \(version.version)
            """
    }

    /// Gives a published version its end.
    static func end(_ version: Int, of agreement: AgreementID, at until: Instant) -> Query {
        """
        update agreement_versions set effective_until = \(until), revision = revision + 1
        where agreement_id = \(agreement) and version = \(version)
        """
    }

    /// Notes that a version's coming into force was told.
    static func announce(_ version: Int, of agreement: AgreementID, at now: Instant) -> Query {
        """
        update agreement_versions set announced_at = \(now)
        where agreement_id = \(agreement) and version = \(version) and announced_at is null
        """
    }

    /// The number of the next draft of an agreement, which must be locked.
    static func nextNumber(of agreement: AgreementID) -> Query {
        "select coalesce(max(version), 0) + 1 from agreement_versions where agreement_id = \(agreement)"
    }

    /// One version with its document.
    static func find(_ version: Int, of agreement: AgreementID, publishedOnly: Bool = false) -> Query {
        var query: Query = """
            select \(columns), document from agreement_versions where agreement_id = \(agreement) and version = \(version)
            """
        if publishedOnly { query += " and published_at is not null" }
        return query
    }

    /// What the author of a version wrote, and in which language.
    static func source(_ version: Int, of agreement: AgreementID) -> Query {
        "select source, media_type from agreement_versions where agreement_id = \(agreement) and version = \(version)"
    }

    /// The version that was published last; every version published takes effect after those before it.
    static func lastPublished(of agreement: AgreementID) -> Query {
        """
        select \(columns), document from agreement_versions
        where agreement_id = \(agreement) and effective_from is not null
        order by effective_from desc limit 1
        """
    }

    /// Every published version, in order, without documents.
    static func published(of agreement: AgreementID) -> Query {
        """
        select \(columns), null::text from agreement_versions
        where agreement_id = \(agreement) and effective_from is not null order by effective_from
        """
    }

    /// Some versions, with their documents.
    static func find(_ versions: [Int], of agreement: AgreementID) -> Query {
        """
        select \(columns), document from agreement_versions
        where agreement_id = \(agreement) and version = any (\(versions))
        """
    }

    /// The published versions that start before an instant and have no end yet, with their documents.
    static func unended(before start: Instant, of agreement: AgreementID) -> Query {
        """
        select \(columns), document from agreement_versions
        where agreement_id = \(agreement) and effective_until is null and effective_from < \(start)
        order by effective_from
        """
    }

    /// A page of an agreement's versions, by number, without documents.
    static func page(of agreement: AgreementID, publishedOnly: Bool, after: Int64?, limit: Int) -> Query {
        var query: Query = "select \(columns), null::text from agreement_versions where agreement_id = \(agreement)"
        if publishedOnly { query += " and published_at is not null" }
        if let after { query += " and version > \(after)" }
        return query + " order by version limit \(limit)"
    }

    /// Versions of all tenants that have come into force without its being told; for the worker's role.
    static func due(at now: Instant, limit: Int) -> Query {
        """
        select tenant_id, agreement_id, version from agreement_versions
        where effective_from is not null and announced_at is null and notice_rules is null and effective_from <= \(now)
        order by effective_from limit \(limit)
        """
    }

    /// When the next version of any tenant comes into force; for the worker's role.
    static let nextDue: Query = """
        select min(effective_from) from agreement_versions
        where effective_from is not null and announced_at is null and notice_rules is null
        """

    /// Reads a row of any of the selections of whole versions.
    static func decode(_ row: Row) throws -> AgreementVersion {
        let (
            agreement, version, notEvaluated, publishedAt, publishedBy, effectiveFrom, effectiveUntil, services, noticeRules,
            firstStart, revision, createdAt, updatedAt, document
        ) = try row.decode(
            (
                AgreementID, Int, JSONText, Instant?, String?, Instant?, Instant?, JSONText, JSONText?, Instant?, Int64, Instant,
                Instant, String?
            ).self)
        var publication: AgreementVersion.Publication?
        if let publishedAt, let effectiveFrom {
            publication = AgreementVersion.Publication(
                publishedAt: publishedAt, publishedBy: publishedBy ?? "", effectiveFrom: effectiveFrom,
                effectiveUntil: effectiveUntil, noticeRules: try noticeRules?.decode() ?? [], firstStart: firstStart,
                services: try services.decode())
        }
        return AgreementVersion(
            agreement: agreement, version: version, notEvaluated: try notEvaluated.decode(),
            document: try document.map { try Node(json: $0.utf8) }, publication: publication, revision: revision,
            createdAt: createdAt, updatedAt: updatedAt)
    }
}
