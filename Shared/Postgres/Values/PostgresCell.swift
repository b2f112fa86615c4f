import Foundation

/// One value of one row, valid while it is being decoded.
public struct PostgresCell {
    /// Nil for null. Only valid during `decode`.
    @usableFromInline let bytes: UnsafeRawBufferPointer?
    /// The column's type.
    public let type: PostgresType
    /// Counted from zero, for messages.
    public let column: Int

    @usableFromInline
    init(bytes: UnsafeRawBufferPointer?, type: PostgresType, column: Int) {
        self.bytes = bytes
        self.type = type
        self.column = column
    }

    /// True for null.
    public var isNull: Bool { bytes == nil }

    /// The bytes of a value that may not be null.
    @usableFromInline
    func value<Value>(for wanted: Value.Type) throws(PostgresError) -> UnsafeRawBufferPointer {
        guard let bytes else { throw mismatch(wanted, "it is null") }
        return bytes
    }

    /// A fixed-width integer in network order.
    @usableFromInline
    func integer<Integer: FixedWidthInteger>(_: Integer.Type, for wanted: Any.Type) throws(PostgresError) -> Integer {
        guard let bytes else { throw mismatch(wanted, "it is null") }
        guard bytes.count == Integer.bitWidth / 8 else { throw mismatch(wanted, "\(bytes.count) bytes long") }
        return Integer(bigEndian: bytes.loadUnaligned(as: Integer.self))
    }

    /// An error that names the column, what it holds and what was wanted.
    public func mismatch(_ wanted: Any.Type, _ why: String) -> PostgresError {
        PostgresError(.decode, "column \(column) (type \(type.rawValue)) is not \(wanted): \(why)")
    }
}
