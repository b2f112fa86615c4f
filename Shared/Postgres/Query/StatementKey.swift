/// What makes two queries the same prepared statement: the SQL and the types of the parameters.
///
/// The hash is computed where the query was made, not on the loop.
struct StatementKey: Hashable, Sendable {
    private let hash: Int
    private let sql: String
    /// Only their types count. Not the query itself: its values may be large, or secret, and keys are kept.
    private let parameters: [Query.Parameter]

    init(_ query: Query) {
        sql = query.sql
        parameters = query.parameters
        var hasher = Hasher()
        hasher.combine(sql)
        for parameter in parameters { hasher.combine(parameter.type) }
        hash = hasher.finalize()
    }

    func hash(into hasher: inout Hasher) { hasher.combine(hash) }

    static func == (left: StatementKey, right: StatementKey) -> Bool {
        left.hash == right.hash && left.parameters.elementsEqual(right.parameters) { $0.type == $1.type } && left.sql == right.sql
    }
}
