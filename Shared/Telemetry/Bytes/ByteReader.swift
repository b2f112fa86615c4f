/// Reads what ``ByteWriter`` wrote, and protobuf. Every read is checked against the end: what is truncated or overlong throws,
/// nothing is read past the buffer. The buffer must outlive the reader.
public struct ByteReader {
    /// The bytes do not say what they should.
    public struct Malformed: Error, Equatable {
        /// Where, in bytes from the start of the buffer.
        public let offset: Int
        /// What is wrong.
        public let what: String

        /// An error at a place.
        public init(offset: Int, what: String) {
            self.offset = offset
            self.what = what
        }
    }

    @usableFromInline let buffer: UnsafeRawBufferPointer
    /// How many bytes have been read.
    public var offset: Int { position }
    @usableFromInline var position: Int
    @usableFromInline let end: Int

    /// Reads a whole buffer.
    public init(_ buffer: UnsafeRawBufferPointer) {
        self.buffer = buffer
        self.position = 0
        self.end = buffer.count
    }

    private init(_ buffer: UnsafeRawBufferPointer, from: Int, to: Int) {
        self.buffer = buffer
        self.position = from
        self.end = to
    }

    /// Whether everything has been read.
    @inlinable @inline(__always)
    public var isAtEnd: Bool { position >= end }

    /// How many bytes are left.
    public var remaining: Int { end - offset }

    /// The error for this place.
    public func malformed(_ what: String) -> Malformed {
        Malformed(offset: offset, what: what)
    }

    /// One byte.
    @inlinable @inline(__always)
    public mutating func byte() throws(Malformed) -> UInt8 {
        guard position < end else { throw malformed("the data ends too early") }
        defer { position += 1 }
        return buffer[position]
    }

    /// An unsigned LEB128 number of at most ten bytes and 64 bits.
    @inlinable @inline(__always)
    public mutating func varint() throws(Malformed) -> UInt64 {
        guard position < end else { throw malformed("the data ends too early") }
        let first = buffer[position]
        if first < 0x80 {
            position += 1
            return UInt64(first)
        }
        return try longVarint()
    }

    @usableFromInline
    mutating func longVarint() throws(Malformed) -> UInt64 {
        var value: UInt64 = 0
        var shift: UInt64 = 0
        while true {
            let next = try byte()
            if shift == 63, next > 1 { throw malformed("a number of more than 64 bits") }
            value |= UInt64(next & 0x7F) << shift
            if next < 0x80 { return value }
            shift += 7
            if shift > 63 { throw malformed("a number of more than ten bytes") }
        }
    }

    /// A zigzag number.
    @inlinable @inline(__always)
    public mutating func signed() throws(Malformed) -> Int64 {
        let value = try varint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// A little-endian number of four bytes.
    public mutating func fixed32() throws(Malformed) -> UInt32 {
        guard end - position >= 4 else { throw malformed("the data ends too early") }
        defer { position += 4 }
        return UInt32(littleEndian: buffer.loadUnaligned(fromByteOffset: position, as: UInt32.self))
    }

    /// A little-endian number of eight bytes.
    public mutating func fixed64() throws(Malformed) -> UInt64 {
        guard end - position >= 8 else { throw malformed("the data ends too early") }
        defer { position += 8 }
        return UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// So many bytes as they are.
    public mutating func slice(_ count: Int) throws(Malformed) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= end - offset else { throw malformed("the data ends too early") }
        defer { position += count }
        return UnsafeRawBufferPointer(rebasing: buffer[position..<position + count])
    }

    /// Bytes with their count before them.
    public mutating func counted() throws(Malformed) -> UnsafeRawBufferPointer {
        let count = try varint()
        guard count <= UInt64(end - position) else { throw malformed("a length past the end") }
        return try slice(Int(count))
    }

    /// A reader of the counted bytes that follow, which are passed over here. Offsets in its errors count from the same start.
    public mutating func nested() throws(Malformed) -> ByteReader {
        let count = try varint()
        guard count <= UInt64(end - position) else { throw malformed("a length past the end") }
        defer { position += Int(count) }
        return ByteReader(buffer, from: offset, to: offset + Int(count))
    }

    /// A counted string in UTF-8; what is not UTF-8 is replaced, never trusted.
    public mutating func string() throws(Malformed) -> String {
        String(decoding: try counted(), as: UTF8.self)
    }
}
