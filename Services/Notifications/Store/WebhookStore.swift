import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `webhooks`.
enum WebhookStore {
    private static let columns: Query = """
        id, url, description, types, state, disabled_reason, disabled_at, failing_since, previous_secret_until, version,
        created_at, updated_at
        """

    /// Adds an endpoint.
    static func insert(
        _ webhook: WebhookResource, secret: SigningSecret, of tenant: TenantID, by principal: String
    ) -> Query {
        """
        insert into webhooks (tenant_id, \(columns), secret, created_by)
        values (\(tenant), \(webhook.id), \(webhook.url), \(webhook.description), \(webhook.types), \(webhook.state.rawValue),
            \(webhook.disabledReason), \(webhook.disabledAt), \(webhook.failingSince), \(webhook.previousSecretUntil),
            \(webhook.version), \(webhook.createdAt), \(webhook.updatedAt), \(secret.bytes), \(principal))
        """
    }

    /// How many endpoints the tenant has.
    static func count(of tenant: TenantID) -> Query {
        "select count(*) from webhooks where tenant_id = \(tenant)"
    }

    /// One endpoint.
    static func find(_ id: WebhookID, of tenant: TenantID) -> Query {
        "select \(columns) from webhooks where tenant_id = \(tenant) and id = \(id)"
    }

    /// One endpoint, locked until the transaction ends.
    static func lock(_ id: WebhookID, of tenant: TenantID) -> Query {
        find(id, of: tenant) + " for update"
    }

    /// A page, in the order of making.
    static func page(after: UUID?, limit: Int, of tenant: TenantID) -> Query {
        var query: Query = "select \(columns) from webhooks where tenant_id = \(tenant)"
        if let after { query += " and id > \(after)" }
        return query + " order by id limit \(limit)"
    }

    /// The endpoints that are told.
    static func enabled(of tenant: TenantID) -> Query {
        "select \(columns) from webhooks where tenant_id = \(tenant) and state = 'enabled' order by id"
    }

    /// Endpoints' URLs and keys, of those that are told: the secret, and that of before until its time is over.
    static func signing(_ ids: [WebhookID], at now: Instant, of tenant: TenantID) -> Query {
        """
        select id, url, secret, case when previous_secret_until > \(now) then previous_secret end
        from webhooks where tenant_id = \(tenant) and id = any(\(ids)) and state = 'enabled'
        """
    }

    /// Reads a row of ``signing(_:at:of:)``; nil when its URL cannot be called.
    static func decodeSigning(_ row: Row) throws -> (WebhookID, SigningEndpoint)? {
        let (id, url, secret, previous) = try row.decode((WebhookID, String, Data, Data?).self)
        return EndpointURL(url).map { url in
            (id, SigningEndpoint(url: url, secrets: [secret, previous].compactMap { $0.map(SigningSecret.init(bytes:)) }))
        }
    }

    /// Writes a changed endpoint, not its secrets.
    static func update(_ webhook: WebhookResource, of tenant: TenantID) -> Query {
        """
        update webhooks set url = \(webhook.url), description = \(webhook.description), types = \(webhook.types),
            state = \(webhook.state.rawValue), disabled_reason = \(webhook.disabledReason), disabled_at = \(webhook.disabledAt),
            failing_since = \(webhook.failingSince), version = \(webhook.version), updated_at = \(webhook.updatedAt)
        where tenant_id = \(tenant) and id = \(webhook.id)
        """
    }

    /// Signs with a new secret from now on, and with the present one besides until `until`.
    static func rotate(
        _ id: WebhookID, to secret: SigningSecret, until: Instant, at now: Instant, of tenant: TenantID
    ) -> Query {
        """
        update webhooks set previous_secret = secret, previous_secret_until = \(until), secret = \(secret.bytes),
            version = version + 1, updated_at = \(now)
        where tenant_id = \(tenant) and id = \(id)
        """
    }

    /// It answers: its failures are forgotten.
    static func well(_ id: WebhookID, of tenant: TenantID) -> Query {
        """
        update webhooks set failing_since = null where tenant_id = \(tenant) and id = \(id) and failing_since is not null
        """
    }

    /// It fails, since when if not before.
    static func failing(_ id: WebhookID, since: Instant, of tenant: TenantID) -> Query {
        """
        update webhooks set failing_since = coalesce(failing_since, \(since)) where tenant_id = \(tenant) and id = \(id)
        """
    }

    /// Removes an endpoint.
    static func delete(_ id: WebhookID, of tenant: TenantID) -> Query {
        "delete from webhooks where tenant_id = \(tenant) and id = \(id)"
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> WebhookResource {
        let (id, url, description, types, state, reason, disabledAt, failingSince, until, version, createdAt, updatedAt) =
            try row.decode(
                (
                    WebhookID, String, String?, [String], String, String?, Instant?, Instant?, Instant?, Int64, Instant, Instant
                ).self)
        return WebhookResource(
            id: id, url: url, description: description, types: types, state: WebhookResource.State(rawValue: state) ?? .disabled,
            disabledReason: reason, disabledAt: disabledAt, failingSince: failingSince, previousSecretUntil: until,
            version: version, createdAt: createdAt, updatedAt: updatedAt)
    }
}
