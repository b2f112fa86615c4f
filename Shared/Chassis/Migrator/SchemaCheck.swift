import Contracts
import Postgres

/// What must be true of a database before a service works with it; a deployment that breaks tenancy must not start.
public struct SchemaCheck: Sendable {
    private let steps: [Migration]

    /// Checks against the steps that this program knows.
    public init(steps: [Migration]) {
        self.steps = steps
    }

    /// What is wrong; empty when nothing is. Run as the role that will work.
    ///
    /// - Throws: ``PostgresError`` when the database cannot be asked.
    public func problems(_ database: PostgresClient) async throws -> [String] {
        try await roleProblems(database) + tenancy(database) + migrations(database)
    }

    /// What the client's role can do and should not.
    ///
    /// - Throws: ``PostgresError`` when the database cannot be asked.
    public func roleProblems(_ database: PostgresClient) async throws -> [String] {
        let (name, isSuper, bypasses, owns) = try await database.query(
            """
            select current_user::text, rolsuper, rolbypassrls,
                exists (select from pg_class where relowner = pg_roles.oid and relkind in ('r', 'p'))
            from pg_roles where rolname = current_user
            """
        ).decodeOne((String, Bool, Bool, Bool).self)
        var problems: [String] = []
        if isSuper { problems.append("role \(name) is a superuser") }
        if bypasses { problems.append("role \(name) bypasses row level security") }
        if owns { problems.append("role \(name) owns tables, and an owner can switch row level security off") }
        return problems
    }

    /// Every table of tenants' rows is closed by a policy that holds for reading and for writing; no view goes around it.
    private func tenancy(_ database: PostgresClient) async throws -> [String] {
        let open = try await database.query(
            """
            select c.relname::text,
                c.relrowsecurity and c.relforcerowsecurity,
                exists (
                    select from pg_policy p
                    where p.polrelid = c.oid and p.polqual is not null and p.polwithcheck is not null
                        and pg_get_expr(p.polqual, p.polrelid) like '%pledge.tenant%'
                        and pg_get_expr(p.polwithcheck, p.polrelid) like '%pledge.tenant%')
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
            join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
            where c.relkind in ('r', 'p')
            order by 1
            """
        ).decode((String, Bool, Bool).self).compactMap { name, isForced, hasPolicy -> String? in
            if !isForced { return "table \(name) does not force row level security" }
            return hasPolicy ? nil : "table \(name) has no policy for reading and writing by tenant"
        }
        let views = try await database.query(
            """
            select c.relname::text from pg_class c
            join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
            where c.relkind = 'v' and not coalesce(c.reloptions::text[] @> array['security_invoker=true'], false)
            """
        ).decode(String.self)
        return open + views.map { "view \($0) runs as its owner: it needs security_invoker" }
    }

    /// The schema is the one that this program was written for.
    private func migrations(_ database: PostgresClient) async throws -> [String] {
        do {
            let history = try await database.query("select module, number, checksum from schema_migrations")
                .decode((String, Int, String).self)
            let pending = try Migrator.pending(steps, after: history.map { ($0, $1, $2) })
            guard let first = pending.first else { return [] }
            return ["\(pending.count) migrations are to be applied, \(first.module) \(first.name) first: run migrate"]
        } catch let error as MigrationError {
            return [error.description]
        } catch let error as PostgresError where error.sqlState?.rawValue == "42P01" {
            return ["the database has no schema: run migrate"]
        }
    }
}
