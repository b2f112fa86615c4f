import Foundation

/// A statement ready to be sent. A class: it goes from hand to hand, and a query is several references to copy.
///
/// Two are equal when they are the same prepared statement: the SQL and the types of the parameters. The hash is computed
/// where the query was made, not on the loop.
final class Statement: Sendable {
    let query: Query
    private let shapeHash: Int

    init(_ query: Query) {
        self.query = query
        var hasher = Hasher()
        hasher.combine(query.sql)
        for parameter in query.parameters { hasher.combine(parameter.type) }
        shapeHash = hasher.finalize()
    }

    private init(_ query: Query, like other: Statement) {
        self.query = query
        shapeHash = other.shapeHash
    }

    /// Refuses what cannot be sent.
    convenience init(checked query: Query) throws(PostgresError) {
        if let refusal = query.refusal { throw refusal }
        self.init(query)
    }

    /// Statements of queries, unless one of them cannot be sent.
    static func checked(_ queries: [Query]) throws(PostgresError) -> [Statement] {
        var statements: [Statement] = []
        statements.reserveCapacity(queries.count)
        for query in queries { statements.append(try Statement(checked: query)) }
        return statements
    }

    /// The same prepared statement with nothing bound: to be kept.
    var withoutValues: Statement { Statement(query.withoutValues, like: self) }

    private static func settingTenant(_ tenant: UUID) -> Query { "select set_config('pledge.tenant', \(tenant)::text, true)" }
    private static let anyTenant = Statement(settingTenant(UUID()))

    /// Makes `tenant` the one that row level security shows, until the transaction ends.
    static func setTenant(_ tenant: UUID) -> Statement { Statement(settingTenant(tenant), like: anyTenant) }
}

extension Statement: Hashable {
    func hash(into hasher: inout Hasher) { hasher.combine(shapeHash) }

    static func == (left: Statement, right: Statement) -> Bool {
        left.shapeHash == right.shapeHash && left.query.sql == right.query.sql
            && left.query.parameters.elementsEqual(right.query.parameters) { $0.type == $1.type }
    }
}
