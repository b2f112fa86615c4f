import Contracts
import Postgres
import Terms

/// SQL of `statement_chain`: a tenant's entries, which are added and never changed.
enum ChainStore {
    private static let columns: Query =
        "tenant_id, sequence, previous_hash, content_hash, signed_at, key, hash, signature, content"

    /// The last entry of a chain; no row where there is none. Read under the tenant's lock before entries are added.
    static func head(_ tenant: TenantID) -> Query {
        "select sequence, hash from statement_chain where tenant_id = \(tenant) order by sequence desc limit 1"
    }

    /// Reads what ``head(_:)`` found.
    static func decodeHead(_ rows: Rows) throws -> ChainHead {
        try rows.decodeFirst((Int64, String).self).map { ChainHead(sequence: $0.0, hash: $0.1) } ?? .none
    }

    /// Adds entries, all at once.
    ///
    /// - Throws: `EncodingError` when one cannot be spelled in JSON.
    static func insert(_ entries: [ChainEntryResource], of tenant: TenantID) throws -> Query {
        let known = entries.compactMap { entry in entry.content.flatMap { content in content.keptID.map { (entry, content, $0) } }
        }
        let contents = try known.map { try PledgeJSON.encodeText($0.1) }
        return """
            insert into statement_chain (\(columns), statement_id, revision)
            select \(tenant), new.*
            from unnest(\(known.map(\.0.sequence)), \(known.map(\.0.previousHash)), \(known.map(\.0.contentHash)), \
            \(known.map(\.0.signedAt)), \(known.map(\.0.key)), \(known.map(\.0.hash)), \(known.map(\.0.signature)), \
            \(contents), \(known.map(\.2)), \(known.map { Int32(clamping: $0.1.revision) })) as new
            """
    }

    /// A page, in the order of the chain.
    static func page(after sequence: Int64, limit: Int, of tenant: TenantID) -> Query {
        """
        select \(columns) from statement_chain where tenant_id = \(tenant) and sequence > \(sequence)
        order by sequence limit \(limit)
        """
    }

    /// The entries of the revisions of a statement, or of what an objective came to, in the order of the chain.
    static func entries(of statement: StatementID, _ tenant: TenantID) -> Query {
        """
        select \(columns) from statement_chain where tenant_id = \(tenant) and statement_id = \(statement) order by sequence
        """
    }

    /// Reads entries.
    static func decode(_ rows: Rows) throws -> [ChainEntryResource] {
        try rows.decode((TenantID, Int64, String, String, Instant, String, String, String, String).self).map { row in
            let link = ChainLink(
                tenant: row.0, sequence: row.1, previousHash: row.2, contentHash: row.3, signedAt: row.4, key: row.5)
            return ChainEntryResource(
                link, content: try PledgeJSON.decode(from: row.8), hash: row.6, signature: row.7)
        }
    }

    /// Whether the tenant has revisions from before there were chains; no row for a tenant that is not known.
    static func hasUnchained(_ tenant: TenantID) -> Query {
        "select has_unchained_revisions from known_tenants where tenant_id = \(tenant)"
    }

    /// Such revisions, the first made first, each with how its statement stands.
    static func unchained(limit: Int, of tenant: TenantID) -> Query {
        """
        select r.body, r.reason, r.made_at, s.state, s.revision, s.updated_at
        from statement_revisions r join statements s on s.tenant_id = r.tenant_id and s.id = r.id
        where r.tenant_id = \(tenant) and not exists (select from statement_chain c
            where c.tenant_id = r.tenant_id and c.statement_id = r.id and c.revision = r.revision)
        order by r.made_at, r.id, r.revision limit \(limit)
        """
    }

    /// Reads what ``unchained(limit:of:)`` found: what their entries record. Of a statement that settled after its last
    /// revision there are two.
    static func decodeUnchained(_ rows: Rows) throws -> [ChainContent] {
        try rows.decode((String, String, Instant, String, Int32, Instant).self).flatMap { row -> [ChainContent] in
            let statement: StatementResource = try PledgeJSON.decode(from: row.0)
            let made = try ChainContent.kept(
                statement, body: row.0, state: statement.state, reason: row.1, by: ChainContent.system, madeAt: row.2)
            guard statement.state != .final, row.3 == StatementResource.State.final.rawValue,
                statement.revision == Int(row.4)
            else { return [made] }
            return [made, try .settled(statement, body: row.0, at: row.5)]
        }
    }

    /// Notes that all revisions of a tenant are in its chain.
    static func allChained(_ tenant: TenantID) -> Query {
        "update known_tenants set has_unchained_revisions = false where tenant_id = \(tenant)"
    }
}
