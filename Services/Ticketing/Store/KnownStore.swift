import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of what Agreements owns and this service keeps copies of.
enum KnownStore {
    /// Whether the tenant has a customer.
    static func knows(_ customer: CustomerID, of tenant: TenantID) -> Query {
        "select exists (select from known_customers where tenant_id = \(tenant) and id = \(customer))"
    }

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

    /// What a customer has agreed on, to be read by ``decodeTerms(_:_:)``.
    static func terms(of customer: CustomerID, _ tenant: TenantID) -> [Query] {
        [
            "select state from known_subscriptions where tenant_id = \(tenant) and customer = \(customer)",
            """
            select head from known_agreements where tenant_id = \(tenant) and head ->> 'agreement' in (
                select state ->> 'agreement' from known_subscriptions where tenant_id = \(tenant) and customer = \(customer))
            """,
            """
            select agreement_id, version, effective_from from known_schedules
            where tenant_id = \(tenant) and customer_id = \(customer)
            """,
        ]
    }

    /// Reads what ``terms(of:_:)`` found.
    static func decodeTerms(_ rows: ArraySlice<Rows>, _ memory: KnownMemory) throws -> CustomerTerms {
        let rows = Array(rows)
        var schedules: [AgreementID: [Int: Instant?]] = [:]
        for (agreement, version, start) in try rows[2].decode((AgreementID, Int32, Instant?).self) {
            schedules[agreement, default: [:]][Int(version)] = .some(start)
        }
        return CustomerTerms(
            subscriptions: try rows[0].decode(JSONText.self).map(memory.subscriptions.value),
            versions: try rows[1].decode(JSONText.self).map(memory.versions.value), schedules: schedules)
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
