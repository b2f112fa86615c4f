import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `api_keys`.
enum APIKeyStore {
    private static let columns: Query = "id, name, roles, customer_id, prefix, created_at, expires_at, revoked_at, last_used_at"

    /// Adds a key: its hash, never the key.
    static func insert(_ key: APIKeyResource, hash: Data, of tenant: TenantID, by principal: String) -> Query {
        """
        insert into api_keys (tenant_id, id, name, roles, customer_id, prefix, hash, created_at, created_by, expires_at)
        values (\(tenant), \(key.id), \(key.name), \(key.roles.map(\.rawValue)), \(key.customer), \(key.prefix), \(hash),
            \(key.createdAt), \(principal), \(key.expiresAt))
        """
    }

    /// Adds a key unless one with its hash is there, revoked or not.
    static func insertIfAbsent(_ key: APIKeyResource, hash: Data, of tenant: TenantID, by principal: String) -> Query {
        insert(key, hash: hash, of: tenant, by: principal) + " on conflict (tenant_id, hash) do nothing"
    }

    /// One key.
    static func find(_ id: APIKeyID) -> Query {
        "select \(columns) from api_keys where id = \(id)"
    }

    /// The key of a hash, with its hash.
    static func find(hash: Data) -> Query {
        "select hash, id, roles, customer_id, expires_at, revoked_at from api_keys where hash = \(hash)"
    }

    /// Notes that a key was used; once a minute is enough to tell a living key from a forgotten one.
    static func touch(_ id: APIKeyID, at now: Instant) -> Query {
        """
        update api_keys set last_used_at = \(now)
        where id = \(id) and (last_used_at is null or last_used_at < \(now.advanced(by: -60)))
        """
    }

    /// Ends a key's life.
    static func revoke(_ id: APIKeyID, at now: Instant, by principal: String) -> Query {
        "update api_keys set revoked_at = \(now), revoked_by = \(principal) where id = \(id) and revoked_at is null"
    }

    /// Locks the keys that can still be used and carry `role`, and gives their ids; two revocations at once see each other.
    static func lockLiving(with role: Role, at now: Instant) -> Query {
        """
        select id from api_keys
        where revoked_at is null and (expires_at is null or expires_at > \(now)) and \(role.rawValue) = any (roles)
        order by id for update
        """
    }

    /// A page of keys.
    static func page(after: UUID?, limit: Int) -> Query {
        var query: Query = "select \(columns) from api_keys where true"
        if let after { query += " and id > \(after)" }
        return query + " order by id limit \(limit)"
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> APIKeyResource {
        let (id, name, roles, customer, prefix, createdAt, expiresAt, revokedAt, lastUsedAt) = try row.decode(
            (APIKeyID, String, [String], CustomerID?, String, Instant, Instant?, Instant?, Instant?).self)
        return APIKeyResource(
            id: id, name: name, roles: roles.compactMap(Role.init), customer: customer, prefix: prefix, createdAt: createdAt,
            expiresAt: expiresAt, revokedAt: revokedAt, lastUsedAt: lastUsedAt)
    }
}
