import Contracts
import Crypto
import Foundation
import Terms

extension StatementID {
    /// When the statement's window starts: its id tells.
    var windowStart: Instant { Instant(epochSeconds: UUIDv7.milliseconds(of: uuid) / 1_000) }
}

/// What a statement, or the result of an objective, is about; its id is derived from this.
struct StatementKey: Hashable, Sendable {
    /// What of the two it is.
    var kind: ResultKind = .statement
    let tenant: TenantID
    let agreement: AgreementID
    /// The version of the agreement.
    let version: Int
    /// The commitment's, or the objective's, id in the document.
    let commitment: String
    let service: ServiceID
    /// The window that is judged.
    let window: Interval
    /// The contract whose own statement it is; nil for everybody's.
    var subscription: SubscriptionID?

    /// The id: a UUIDv7 whose time is the window's start and whose rest is a digest of the key, so that every replica, and
    /// every evaluation, gives a statement the same id before it is ever stored.
    var id: StatementID {
        var hash = SHA256()
        for uuid in [tenant.uuid, agreement.uuid, service.uuid] {
            withUnsafeBytes(of: uuid.uuid) { hash.update(bufferPointer: $0) }
        }
        hash.update(data: Data("\(version)\u{1F}\(commitment)\u{1F}\(window.start)\u{1F}\(window.end)".utf8))
        if let subscription {
            withUnsafeBytes(of: subscription.uuid.uuid) { hash.update(bufferPointer: $0) }
        }
        if kind == .objective { hash.update(data: Data("objective".utf8)) }
        let digest = Array(hash.finalize())
        let high = digest[0..<8].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        let low = digest[8..<16].reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
        return StatementID(UUIDv7.make(milliseconds: window.start.epochSeconds * 1_000, high: high, low: low))
    }
}

extension ObjectiveID {
    /// Results of objectives are found by ids that are made like those of statements.
    init(_ id: StatementID) { self.init(id.uuid) }

    /// The id by which it is kept.
    var kept: StatementID { StatementID(uuid) }
}
