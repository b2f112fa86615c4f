import Contracts
import Messaging
import Postgres
import Synchronization

/// What customers are judged by, as far as it was read lately and nothing was heard of Agreements since: the same is asked for
/// each ticket of a customer, and reading it costs as much as writing the ticket's rows.
///
/// That nothing was heard is told by the tenant's stamp in the database, which every replica moves together with what it hears.
/// Whoever reads the stamp first and the standing after it can only find what is newer than the stamp, never what is older.
final class StandingCache: Sendable {
    /// Who asks about what.
    struct Key: Hashable, Sendable {
        let tenant: TenantID
        let customer: CustomerID
        /// The id or key of the service, as it was asked for; nil for none.
        let service: String?
    }

    /// How many standings are remembered.
    private static let limit = 512
    /// The longest document that is remembered: sixteen megabytes for all of them at the most, and contracts take some kilobytes.
    private static let longestBytes = 32 << 10

    private let standings = Mutex<[Key: (stamp: Int64, standing: KnownStanding)]>([:])

    /// A standing: what is remembered, or else read now.
    ///
    /// - Parameter stamp: the tenant's, as this transaction has read it.
    /// - Throws: ``PostgresError``, or `DecodingError` when the copies are none.
    func standing(_ key: Key, at stamp: Int64, _ transaction: Transaction) async throws -> KnownStanding {
        if let found = standings.withLock({ $0[key] }), found.stamp == stamp { return found.standing }
        let rows = try await transaction.query(KnownStore.standing(of: key.customer, on: key.service, key.tenant))
        let document = try rows.decodeOne(JSONText.self)
        let standing: KnownStanding = try document.decode()
        guard document.text.utf8.count <= Self.longestBytes else { return standing }
        standings.withLock { standings in
            if standings.count >= Self.limit, let other = standings.keys.first { standings[other] = nil }
            standings[key] = (stamp, standing)
        }
        return standing
    }
}
