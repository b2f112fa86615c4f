/// Reads what ``ByteWriter`` wrote, and protobuf. Every read is checked against the end: what is truncated or overlong throws,
/// nothing is read past the buffer. The buffer must outlive the reader.
struct ByteReader {
    /// The bytes do not say what they should.
    struct Malformed: Error, Equatable {
        /// Where, in bytes from the start of the buffer.
        let offset: Int
        /// What is wrong.
        let what: String
    }

    private let buffer: UnsafeRawBufferPointer
    /// How many bytes have been read.
    private(set) var offset: Int
    private let end: Int

    /// Reads a whole buffer.
    init(_ buffer: UnsafeRawBufferPointer) {
        self.buffer = buffer
        self.offset = 0
        self.end = buffer.count
    }

    private init(_ buffer: UnsafeRawBufferPointer, from: Int, to: Int) {
        self.buffer = buffer
        self.offset = from
        self.end = to
    }

    /// Whether everything has been read.
    @inline(__always)
    var isAtEnd: Bool { offset >= end }

    /// How many bytes are left.
    var remaining: Int { end - offset }

    /// The error for this place.
    func malformed(_ what: String) -> Malformed {
        Malformed(offset: offset, what: what)
    }

    /// One byte.
    @inline(__always)
    mutating func byte() throws(Malformed) -> UInt8 {
        guard offset < end else { throw malformed("the data ends too early") }
        defer { offset += 1 }
        return buffer[offset]
    }

    /// An unsigned LEB128 number of at most ten bytes and 64 bits.
    @inline(__always)
    mutating func varint() throws(Malformed) -> UInt64 {
        guard offset < end else { throw malformed("the data ends too early") }
        let first = buffer[offset]
        if first < 0x80 {
            offset += 1
            return UInt64(first)
        }
        return try longVarint()
    }

    private mutating func longVarint() throws(Malformed) -> UInt64 {
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
    @inline(__always)
    mutating func signed() throws(Malformed) -> Int64 {
        let value = try varint()
        return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
    }

    /// A little-endian number of eight bytes.
    mutating func fixed64() throws(Malformed) -> UInt64 {
        guard end - offset >= 8 else { throw malformed("the data ends too early") }
        defer { offset += 8 }
        return UInt64(littleEndian: buffer.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }

    /// So many bytes as they are.
    mutating func slice(_ count: Int) throws(Malformed) -> UnsafeRawBufferPointer {
        guard count >= 0, count <= end - offset else { throw malformed("the data ends too early") }
        defer { offset += count }
        return UnsafeRawBufferPointer(rebasing: buffer[offset..<offset + count])
    }

    /// Bytes with their count before them.
    mutating func counted() throws(Malformed) -> UnsafeRawBufferPointer {
        let count = try varint()
        guard count <= UInt64(end - offset) else { throw malformed("a length past the end") }
        return try slice(Int(count))
    }

    /// A reader of the counted bytes that follow, which are passed over here. Offsets in its errors count from the same start.
    mutating func nested() throws(Malformed) -> ByteReader {
        let count = try varint()
        guard count <= UInt64(end - offset) else { throw malformed("a length past the end") }
        defer { offset += Int(count) }
        return ByteReader(buffer, from: offset, to: offset + Int(count))
    }

    /// A counted string in UTF-8; what is not UTF-8 is replaced, never trusted.
    mutating func string() throws(Malformed) -> String {
        String(decoding: try counted(), as: UTF8.self)
    }
}
