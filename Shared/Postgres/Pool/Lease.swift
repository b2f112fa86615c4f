/// A connection taken out of the pool for one caller: an explicit transaction, or a session.
///
/// Taken when its first unit arrives, so that opening costs no round trip of its own: BEGIN and the tenant setting go
/// out together with the first statements. Touched on the loop only.
final class Lease: @unchecked Sendable {
    enum State {
        /// Nothing was asked of it yet.
        case new
        /// Its units wait until a connection is free for it.
        case waiting
        /// It has this connection of the pool.
        case granted(slot: Int)
        /// Given back, or its connection was lost.
        case over(PostgresError)
    }

    let id: Int
    /// Sent ahead of the first unit: BEGIN and the tenant.
    let opening: [Statement]
    /// The same as a text, to go ahead of a script.
    let openingScript: String
    /// Sessions work outside of a transaction: what they send may be committed at once.
    let isTransaction: Bool

    var state = State.new
    /// `opening` has gone out.
    var isOpen = false
    var pending: [Unit] = []
    /// A statement of it was cancelled or timed out before it was sent: what is left must not be committed.
    var hasSkipped = false

    init(id: Int, opening: [Statement], openingScript: String, isTransaction: Bool) {
        self.id = id
        self.opening = opening
        self.openingScript = openingScript
        self.isTransaction = isTransaction
    }

    /// The connection that it has.
    var slot: Int? {
        if case .granted(let slot) = state { return slot }
        return nil
    }
}
