import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of what Agreements owns and this service keeps copies of.
enum KnownStore {
    /// Whether somebody is a member of a customer.
    static func knows(_ member: MemberID, of customer: CustomerID, _ tenant: TenantID) -> Query {
        """
        select exists (select from known_members where tenant_id = \(tenant) and id = \(member) and customer = \(customer))
        """
    }

    /// A service by its id or key.
    static func service(_ name: String, of tenant: TenantID) -> Query {
        let query: Query = "select state from known_services where tenant_id = \(tenant) and "
        guard let id = ServiceID(name) else { return query + "key = \(name)" }
        return query + "id = \(id)"
    }

    /// How often what is known of a tenant has changed; no row where it has not.
    static func stamp(of tenant: TenantID) -> Query { "select stamp from known_stamps where tenant_id = \(tenant)" }

    /// Counts a change of what is known of a tenant.
    static func restamp(_ tenant: TenantID) -> Query {
        """
        insert into known_stamps (tenant_id, stamp) values (\(tenant), 1)
        on conflict (tenant_id) do update set stamp = known_stamps.stamp + 1
        """
    }

    /// What a request of a customer is judged by, as one document: a ``KnownStanding``.
    ///
    /// - Parameter service: the id or key of the service that it is about; nil for none.
    static func standing(of customer: CustomerID, on service: String?, _ tenant: TenantID) -> Query {
        let subscriptions: Query = "from known_subscriptions where tenant_id = \(tenant) and customer = \(customer)"
        return """
            select json_build_object(
                'is_customer', exists (select from known_customers where tenant_id = \(tenant) and id = \(customer)),
                'subscriptions', (select coalesce(json_agg(state), '[]') \(subscriptions)),
                'versions', (select coalesce(json_agg(head), '[]') from known_agreements
                    where tenant_id = \(tenant) and head ->> 'agreement' in (select state ->> 'agreement' \(subscriptions))),
                'schedules', (
                    select coalesce(json_agg(json_build_object('agreement', agreement_id, 'version', version,
                        'effective_from', extract(epoch from effective_from)::bigint)), '[]')
                    from known_schedules where tenant_id = \(tenant) and customer_id = \(customer)),
                'service', (\(service.map { Self.service($0, of: tenant) } ?? "select null::json")))
            """
    }

    /// Every published version of the tenant's agreements, and from when it holds for anybody, to be read by
    /// ``decodeVersions(_:)``.
    static func versionsWithStarts(of tenant: TenantID) -> Query {
        """
        select head, (select min(s.effective_from) from known_schedules s
            where s.tenant_id = a.tenant_id and s.agreement_id = a.id and s.version = a.version)
        from known_agreements a where tenant_id = \(tenant)
        """
    }

    /// Reads versions, each with the instant from which it holds for anybody; nil while that is not known.
    static func decodeVersions(_ rows: Rows) throws -> [(version: KnownVersion, start: Instant?)] {
        try rows.decode((JSONText, Instant?).self).map { head, first in
            let version: KnownVersion = try head.decode()
            return (version, version.waitsForNotice ? first : version.effectiveFrom)
        }
    }

    /// The document of a version.
    static func document(_ version: Int, of agreement: AgreementID, _ tenant: TenantID) -> Query {
        """
        select state -> 'document' from known_agreements
        where tenant_id = \(tenant) and id = \(agreement) and version = \(version)
        """
    }

    /// Keeps a customer's schedule as it is now.
    static func write(_ state: AgreementScheduleState, of tenant: TenantID) -> Query {
        """
        insert into known_schedules (tenant_id, agreement_id, version, customer_id, effective_from, revision)
        values (\(tenant), \(state.agreement), \(state.version), \(state.customer), \(state.effectiveFrom), \(state.revision))
        on conflict (tenant_id, agreement_id, version, customer_id) do update
        set effective_from = excluded.effective_from, revision = excluded.revision
        where known_schedules.revision < excluded.revision
        """
    }
}
