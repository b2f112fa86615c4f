import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of who is to be told, out of the copies of what Agreements owns.
enum AudienceStore {
    /// Whom something concerns.
    enum Audience: Hashable, Sendable {
        /// Who subscribes to one of these services now or later.
        case services([ServiceID])
        /// Who subscribes under an agreement, to whichever version is in force.
        case agreement(AgreementID)
        /// One customer.
        case customer(CustomerID)
    }

    /// What is looked up about an audience.
    enum Question: Hashable, Sendable {
        /// What people call the tenant and one of its services; the service may be none.
        case names(ServiceID?)
        /// The people of those customers.
        case members(Audience)
        /// The companies themselves, where they have an address.
        case companies(Audience)
    }

    /// The statement of a question.
    static func query(_ question: Question, at now: Instant, of tenant: TenantID) -> Query {
        switch question {
        case .names(let service): names(of: service, of: tenant)
        case .members(let audience): members(audience, at: now, of: tenant)
        case .companies(let audience): companies(audience, at: now, of: tenant)
        }
    }

    private static func members(_ audience: Audience, at now: Instant, of tenant: TenantID) -> Query {
        """
        select m.customer, m.id, m.state ->> 'email', coalesce(p.language, t.state ->> 'language'), p.topics::text,
            coalesce(m.state ->> 'time_zone', c.state ->> 'time_zone', t.state ->> 'time_zone')
        from known_members m
        join known_customers c on c.tenant_id = m.tenant_id and c.id = m.customer
        left join known_tenants t on t.tenant_id = m.tenant_id
        left join preferences p on p.tenant_id = m.tenant_id and p.member_id = m.id
        where m.tenant_id = \(tenant) and m.customer in (\(customers(audience, now, tenant)))
        """
    }

    private static func companies(_ audience: Audience, at now: Instant, of tenant: TenantID) -> Query {
        """
        select c.id, null::uuid, c.state ->> 'contact_email', t.state ->> 'language', null::text,
            coalesce(c.state ->> 'time_zone', t.state ->> 'time_zone')
        from known_customers c left join known_tenants t on t.tenant_id = c.tenant_id
        where c.tenant_id = \(tenant) and c.state ->> 'contact_email' is not null
            and c.id in (\(customers(audience, now, tenant)))
        """
    }

    private static func customers(_ audience: Audience, _ now: Instant, _ tenant: TenantID) -> Query {
        let current: Query = """
            select customer from known_subscriptions where tenant_id = \(tenant)
                and coalesce((state ->> 'until')::timestamptz > \(now), true)
            """
        switch audience {
        case .services(let ids): return current + " and state ->> 'service' = any(\(ids.map(\.description)))"
        case .agreement(let id):
            return current + " and state ->> 'agreement' = \(id.description) and state ->> 'agreement_version' is null"
        case .customer(let id): return "select \(id)::uuid"
        }
    }

    private static func names(of service: ServiceID?, of tenant: TenantID) -> Query {
        """
        select (select state ->> 'name' from known_tenants where tenant_id = \(tenant) and id = \(tenant)),
            (select state ->> 'name' from known_services where tenant_id = \(tenant) and id = \(service))
        """
    }

    /// Reads a row of members or companies, as readers of a topic. A company is told everything by mail that its address is for.
    static func decode(_ row: Row, _ topic: PreferenceResource.Topic) throws -> Reader {
        let (customer, member, address, language, topics, zone) = try row.decode(
            (CustomerID, MemberID?, String?, String?, String?, String?).self)
        let chosen = try PreferenceStore.chosen(topics)[topic.rawValue] ?? []
        return Reader(
            customer: customer, member: member, address: address,
            language: language.flatMap { PreferenceResource.Language(rawValue: $0) } ?? .en,
            zone: zone.flatMap { Zone($0) } ?? .utc, channels: member == nil ? [.email] : chosen)
    }
}
