import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `tenants`.
enum TenantStore {
    private static let columns: Query = """
        tenant_id, key, name, time_zone, status_page, language, sample_retention_days, revision, created_at, updated_at
        """

    /// Adds a tenant; the transaction must have set it.
    static func insert(_ tenant: TenantState, by principal: String) -> Query {
        """
        insert into tenants (\(columns), created_by, updated_by)
        values (\(tenant.id), \(tenant.key), \(tenant.name), \(tenant.timeZone), \(tenant.statusPage.rawValue),
            \(tenant.language?.rawValue), \(tenant.sampleRetentionDays),
            \(tenant.revision), \(tenant.createdAt), \(tenant.updatedAt), \(principal), \(principal))
        """
    }

    /// Adds a tenant unless it is there.
    static func insertIfAbsent(_ tenant: TenantState, by principal: String) -> Query {
        insert(tenant, by: principal) + " on conflict do nothing"
    }

    /// Writes a changed tenant.
    static func update(_ tenant: TenantState, by principal: String) -> Query {
        """
        update tenants set name = \(tenant.name), time_zone = \(tenant.timeZone),
            status_page = \(tenant.statusPage.rawValue), language = \(tenant.language?.rawValue),
            sample_retention_days = \(tenant.sampleRetentionDays),
            revision = \(tenant.revision), updated_at = \(tenant.updatedAt), updated_by = \(principal)
        where tenant_id = \(tenant.id)
        """
    }

    /// One tenant.
    static func find(_ id: TenantID) -> Query {
        "select \(columns) from tenants where tenant_id = \(id)"
    }

    /// The tenant with a key whose status page is for everybody, for the worker's role.
    static func published(key: String) -> Query {
        "select \(columns) from tenants where key = \(key) and status_page = 'everybody'"
    }

    /// A page of all tenants, for the worker's role; the platform's own is not among them.
    static func page(after: UUID?, limit: Int) -> Query {
        """
        select \(columns) from tenants
        where tenant_id > coalesce(\(after), \(TenantID.platform)) and tenant_id <> \(TenantID.platform)
        order by tenant_id limit \(limit)
        """
    }

    /// Empties the tenant's tables; the transaction must have set it. Rows go before those that they refer to.
    static func erase(_ id: TenantID) -> [Query] {
        [
            "delete from version_schedules where tenant_id = \(id)",
            "delete from fees where tenant_id = \(id)",
            "delete from subscriptions where tenant_id = \(id)",
            "delete from agreement_versions where tenant_id = \(id)",
            "delete from agreements where tenant_id = \(id)",
            "delete from calendars where tenant_id = \(id)",
            "delete from services where tenant_id = \(id)",
            "delete from api_keys where tenant_id = \(id)",
            "delete from members where tenant_id = \(id)",
            "delete from customers where tenant_id = \(id)",
            "delete from idempotency_keys where tenant_id = \(id)",
            "delete from tenants where tenant_id = \(id)",
        ]
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> TenantState {
        let (id, key, name, timeZone, statusPage, language, days, revision, createdAt, updatedAt) = try row.decode(
            (TenantID, String, String, String, String, String?, Int32?, Int64, Instant, Instant).self)
        return TenantState(
            id: id, key: key, name: name, timeZone: timeZone, statusPage: StatusPageReaders(rawValue: statusPage) ?? .nobody,
            language: language.flatMap { PreferenceResource.Language(rawValue: $0) }, sampleRetentionDays: days,
            revision: revision, createdAt: createdAt, updatedAt: updatedAt)
    }
}
