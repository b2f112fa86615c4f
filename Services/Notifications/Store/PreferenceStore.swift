import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `preferences`: every member has them, chosen or not.
enum PreferenceStore {
    private static let all: Query = """
        select m.id, m.customer, coalesce(p.language, t.state ->> 'language'), p.topics::text, coalesce(p.version, 0), p.updated_at
        from known_members m left join preferences p on p.tenant_id = m.tenant_id and p.member_id = m.id
        left join known_tenants t on t.tenant_id = m.tenant_id
        """

    /// One member's; for a customer's people only of their own.
    static func find(_ id: MemberID, visibleTo customer: CustomerID?, of tenant: TenantID) -> Query {
        narrowed(all + " where m.tenant_id = \(tenant) and m.id = \(id)", to: customer)
    }

    /// A page, in the order in which the members came.
    static func page(of customer: CustomerID?, after: UUID?, limit: Int, of tenant: TenantID) -> Query {
        var query = narrowed(all + " where m.tenant_id = \(tenant)", to: customer)
        if let after { query += " and m.id > \(after)" }
        return query + " order by m.id limit \(limit)"
    }

    private static func narrowed(_ query: Query, to customer: CustomerID?) -> Query {
        guard let customer else { return query }
        return query + " and m.customer = \(customer)"
    }

    /// Writes a choice, unless somebody else has since it was read; without a language the tenant's holds.
    static func write(
        _ preference: PreferenceResource, in language: PreferenceResource.Language?, by principal: String, of tenant: TenantID
    ) throws -> Query {
        """
        insert into preferences (tenant_id, member_id, language, topics, version, updated_at, updated_by)
        values (\(tenant), \(preference.member), \(language?.rawValue),
            \(JSONText(try PledgeJSON.encodeText(preference.topics))), \(preference.version), \(preference.updatedAt),
            \(principal))
        on conflict (tenant_id, member_id) do update set language = excluded.language, topics = excluded.topics,
            version = excluded.version, updated_at = excluded.updated_at, updated_by = excluded.updated_by
        where preferences.version = excluded.version - 1
        """
    }

    /// Removes the choices of members who are no more.
    static func forgetStrangers(of tenant: TenantID) -> Query {
        """
        delete from preferences p where p.tenant_id = \(tenant)
            and not exists (select from known_members m where m.tenant_id = p.tenant_id and m.id = p.member_id)
        """
    }

    /// Reads a row.
    static func decode(_ row: Row) throws -> PreferenceResource {
        let (member, customer, language, topics, version, updatedAt) = try row.decode(
            (MemberID, CustomerID, String?, String?, Int64, Instant?).self)
        return PreferenceResource(
            member: member, customer: customer, language: language.flatMap { PreferenceResource.Language(rawValue: $0) } ?? .en,
            topics: try chosen(topics), version: version, updatedAt: updatedAt)
    }

    /// The channels of every topic, out of what is stored.
    static func chosen(_ topics: String?) throws -> [String: [PreferenceResource.Channel]] {
        guard let topics else { return PreferenceResource.everything }
        let chosen = try PledgeJSON.decode([String: [PreferenceResource.Channel]].self, from: topics)
        return PreferenceResource.everything.merging(chosen) { $1 }
    }
}
