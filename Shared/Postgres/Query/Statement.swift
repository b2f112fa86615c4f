import Foundation

/// A statement ready to be sent. A class: it goes from hand to hand, and a query is several references to copy.
///
/// Two are equal when they are the same prepared statement: the SQL and the types of the parameters. The hash is computed
/// where the query was made, not on the loop.
final class Statement: Sendable {
    let query: Query
    /// Of the SQL and the types; of equal statements equal, of different ones hardly ever.
    let shapeHash: UInt64

    init(_ query: consuming Query) {
        shapeHash = query.shapeHash
        self.query = query
    }

    private init(_ query: consuming Query, like other: Statement) {
        self.query = query
        shapeHash = other.shapeHash
    }

    /// Refuses what cannot be sent.
    convenience init(checked query: consuming Query) throws(PostgresError) {
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
    private static func settingTenantPlanningOnce(_ tenant: UUID) -> Query {
        settingTenant(tenant) + ", set_config('plan_cache_mode', 'force_generic_plan', true)"
    }
    private static let anyTenantPlanningOnce = Statement(settingTenantPlanningOnce(UUID()))

    /// Makes `tenant` the one that row level security shows, until the transaction ends, and has what follows planned.
    static func setTenant(_ tenant: UUID, planning: QueryPlanning = .automatic) -> Statement {
        switch planning {
        case .automatic: Statement(settingTenant(tenant), like: anyTenant)
        case .once: Statement(settingTenantPlanningOnce(tenant), like: anyTenantPlanningOnce)
        }
    }
}

extension Statement: Equatable {
    static func == (left: Statement, right: Statement) -> Bool {
        left.shapeHash == right.shapeHash && left.query.hasText(of: right.query)
            && left.query.parameters.elementsEqual(right.query.parameters) { $0.type == $1.type }
    }
}

extension Query {
    /// FNV-1a's prime: an odd number whose multiples spread every bit upwards.
    private static let prime: UInt64 = 0x100_0000_01b3
    /// FNV-1a's beginning.
    private static let basis: UInt64 = 0xcbf2_9ce4_8422_2325

    /// A hash of the SQL and the types of the parameters, eight bytes at a time. Not Swift's, which guards against keys that an
    /// attacker has chosen: SQL is the program's own.
    fileprivate var shapeHash: UInt64 {
        var hash = text.withUnsafeBytes { bytes in
            var hash = Self.basis
            let words = bytes.count / 8
            for word in 0..<words {
                hash = Self.mixed(hash, bytes.loadUnaligned(fromByteOffset: word * 8, as: UInt64.self))
            }
            for byte in bytes[(words * 8)...] { hash = Self.mixed(hash, UInt64(byte)) }
            return hash
        }
        for parameter in parameters { hash = Self.mixed(hash, UInt64(parameter.type)) }
        return hash
    }

    /// Compared as memory: arrays compare one element after the other.
    fileprivate func hasText(of other: Query) -> Bool {
        text.count == other.text.count
            && text.withUnsafeBytes { mine in
                other.text.withUnsafeBytes { mine.isEmpty || memcmp(mine.baseAddress!, $0.baseAddress!, mine.count) == 0 }
            }
    }

    private static func mixed(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (hash ^ word) &* prime
        return product ^ (product >> 32)
    }
}
