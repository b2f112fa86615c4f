import Contracts
import Messaging
import Postgres

/// SQL of what others own: what a notice can be about, and whom it can be given to.
enum KnownStore {
    /// Whether the tenant has what a notice is about.
    static func knows(_ subject: NoticeDraft.Subject, of tenant: TenantID) -> Query {
        switch subject {
        case .version(let agreement, let version):
            """
            select exists (select from known_agreements
                where tenant_id = \(tenant) and id = \(agreement) and version = \(version))
            """
        case .maintenance(let id):
            "select exists (select from known_maintenance where tenant_id = \(tenant) and maintenance_id = \(id))"
        }
    }

    /// Those of the customers that the tenant has.
    static func customers(_ ids: [CustomerID], of tenant: TenantID) -> Query {
        "select id from known_customers where tenant_id = \(tenant) and id = any (\(ids))"
    }

    /// What people call the tenant.
    static func tenantName(of tenant: TenantID) -> Query {
        "select state ->> 'name' from known_tenants where tenant_id = \(tenant) and id = \(tenant)"
    }

    /// Keeps that there is maintenance.
    static func keep(_ id: MaintenanceID, of tenant: TenantID) -> Query {
        """
        insert into known_maintenance (tenant_id, maintenance_id) values (\(tenant), \(id)) on conflict do nothing
        """
    }
}
