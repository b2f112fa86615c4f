/// What makes two queries the same prepared statement: the SQL and the types of the parameters.
///
/// The hash is computed where the query was made, not on the loop.
struct StatementKey: Hashable, Sendable {
    private let hash: Int
    let sql: String
    let types: [UInt32]

    init(_ query: Query) {
        sql = query.sql
        types = query.parameters.map(\.type)
        var hasher = Hasher()
        hasher.combine(sql)
        hasher.combine(types)
        hash = hasher.finalize()
    }

    func hash(into hasher: inout Hasher) { hasher.combine(hash) }

    static func == (left: StatementKey, right: StatementKey) -> Bool {
        left.hash == right.hash && left.types == right.types && left.sql == right.sql
    }
}
