import Contracts
import Crypto
import Foundation

/// Where a page of a list begins: after the row with this sort key and id. Opaque outside; bound to the filters it was
/// made with, so that a cursor cannot be carried over to another list.
public struct Cursor: Hashable, Sendable {
    /// The value of the immutable column that the list is sorted by (microseconds, a version, 0 when the id alone sorts).
    public let key: Int64
    /// The id of the row, which makes the order total.
    public let id: UUID

    /// The place after a row.
    public init(key: Int64 = 0, id: UUID) {
        self.key = key
        self.id = id
    }

    /// Bytes: format, key, id, and half a SHA-256 of the filters.
    private static let length = 1 + 8 + 16 + 16
    private static let format: UInt8 = 1

    /// The opaque spelling for a list with these filters.
    func encode(filters: String) -> String {
        var bytes = Data([Self.format])
        withUnsafeBytes(of: key.bigEndian) { bytes.append(contentsOf: $0) }
        withUnsafeBytes(of: id.uuid) { bytes.append(contentsOf: $0) }
        bytes.append(Self.fingerprint(filters))
        return Base64URL.encode(bytes)
    }

    /// Reads a cursor.
    ///
    /// - Throws: 400 when it is not one of ours, or was made for other filters.
    init(_ text: String, filters: String) throws(Problem) {
        guard let bytes = Base64URL.decode(text), bytes.count == Self.length, bytes.first == Self.format else {
            throw .badQuery("cursor", "must be a next_cursor of this list")
        }
        guard bytes.suffix(16) == Self.fingerprint(filters) else {
            throw .badQuery("cursor", "belongs to a list with other filters")
        }
        key = bytes[1..<9].reduce(0) { $0 << 8 | Int64($1) }
        id = Array(bytes[9..<25]).withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) }
    }

    private static func fingerprint(_ filters: String) -> Data {
        Data(SHA256.hash(data: Data(filters.utf8)).prefix(16))
    }
}
