import Contracts
import Postgres
import Synchronization

/// Values that were decoded lately, by the text that they were decoded from: the same contract is read for each ticket of its
/// customer.
final class Remembered<Value: Decodable & Sendable>: Sendable {
    /// Contracts, services and heads of versions that are remembered: some kilobytes each.
    private static var limit: Int { 512 }

    private let values = Mutex<[JSONText: Value]>([:])

    /// The value of a text.
    ///
    /// - Throws: `DecodingError` when it is no such value.
    func value(of text: JSONText) throws -> Value {
        if let value = values.withLock({ $0[text] }) { return value }
        let value: Value = try text.decode()
        values.withLock { values in
            if values.count >= Self.limit, let other = values.keys.first { values[other] = nil }
            values[text] = value
        }
        return value
    }
}
