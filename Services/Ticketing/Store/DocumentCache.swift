import Contracts
import Messaging
import Postgres
import Terms

/// Documents of published versions that were read from the database. They never change, so that what is remembered is true.
actor DocumentCache {
    private struct Key: Hashable {
        let tenant: TenantID
        let agreement: AgreementID
        let version: Int
    }

    private var documents: [Key: AgreementDocument] = [:]

    /// Forgets any when there are too many.
    init() {}

    /// A document: what is remembered, or else read now.
    ///
    /// - Throws: ``PostgresError`` with `.decode` when there is none: events bring a version before tickets can name it.
    func document(
        _ version: Int, of agreement: AgreementID, _ tenant: TenantID, _ transaction: Transaction
    ) async throws -> AgreementDocument {
        let key = Key(tenant: tenant, agreement: agreement, version: version)
        if let document = documents[key] { return document }
        let rows = try await transaction.query(KnownStore.document(version, of: agreement, tenant))
        let document: AgreementDocument = try rows.decodeOne(JSONText.self).decode()
        if documents.count >= Bounds.documentsKept, let other = documents.keys.first { documents[other] = nil }
        documents[key] = document
        return document
    }
}
