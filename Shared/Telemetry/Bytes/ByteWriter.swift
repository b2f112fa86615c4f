/// Appends to a byte array: varints, fixed bytes, counted strings. The counterpart of ``ByteReader``.
public struct ByteWriter: Sendable {
    /// What has been written.
    public internal(set) var bytes: [UInt8] = []

    /// Nothing written yet.
    public init() {}

    /// Keeps room for so many bytes.
    public mutating func reserve(_ count: Int) {
        bytes.reserveCapacity(bytes.count + count)
    }

    /// Forgets what has been written, and keeps its room.
    public mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
    }

    /// One byte.
    @inline(__always)
    public mutating func byte(_ value: UInt8) {
        bytes.append(value)
    }

    /// An unsigned number in LEB128: seven bits a byte, the low ones first.
    @inline(__always)
    public mutating func varint(_ value: UInt64) {
        var rest = value
        while rest >= 0x80 {
            bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
            rest >>= 7
        }
        bytes.append(UInt8(truncatingIfNeeded: rest))
    }

    /// A signed number, zigzag, so that small ones of both signs are short.
    @inline(__always)
    public mutating func signed(_ value: Int64) {
        varint(UInt64(bitPattern: (value << 1) ^ (value >> 63)))
    }

    /// Bytes as they are, their count before them.
    public mutating func counted(_ value: some Collection<UInt8>) {
        varint(UInt64(value.count))
        bytes.append(contentsOf: value)
    }

    /// Bytes as they are.
    public mutating func raw(_ value: some Sequence<UInt8>) {
        bytes.append(contentsOf: value)
    }
}
