import Chassis
import Contracts
import Postgres

/// Reads every revision of a statement, or of what an objective came to, with its entries in the chain.
struct RevisionReader: Sendable {
    let chassis: Chassis

    /// All of them, the newest first.
    func read(_ id: StatementID, _ kind: ResultKind, _ tenant: TenantID) async throws -> [StatementRevision] {
        let rows = try await chassis.database.execute(
            [StatementStore.revisions(id, in: kind, of: tenant), ChainStore.entries(of: id, tenant)], tenant: tenant.uuid)
        let entries = Dictionary(grouping: try ChainStore.decode(rows[1])) { $0.content?.revision }
        return try rows[0].decode((Int32, String).self).map { revision, body in
            StatementRevision(body: body, chain: entries[Int(revision)] ?? [])
        }
    }
}
