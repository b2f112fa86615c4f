/// Where a value writes its binary form. Big-endian, as the protocol has it.
public struct PostgresWriter: Sendable {
    var bytes: [UInt8] = []
    /// Why the value cannot be sent, if it cannot.
    private(set) var refusal: StaticString?

    init() {}

    /// Makes room for so many bytes.
    mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    /// Appends an integer.
    @inline(__always)
    public mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value.bigEndian) { bytes.append(contentsOf: $0) }
    }

    /// Appends bytes as they are.
    @inline(__always)
    public mutating func append(contentsOf raw: UnsafeRawBufferPointer) { bytes.append(contentsOf: raw) }

    /// Appends a text; a NUL character in it is refused, because the server's text cannot hold one.
    public mutating func append(text: String) {
        var text = text
        let clean = text.withUTF8 { utf8 in
            bytes.append(contentsOf: utf8)
            return !utf8.contains(0)
        }
        if !clean { refuse("a text contains a NUL character, which PostgreSQL cannot hold") }
    }

    /// The request will not be sent and fails with `.invalidRequest` for this reason.
    public mutating func refuse(_ reason: StaticString) { refusal = refusal ?? reason }

    /// Appends a value with its length before it (an element of an array).
    mutating func appendSized(_ value: some PostgresBindable) {
        guard !value.isPostgresNull else { return append(Int32(-1)) }
        let start = bytes.count
        append(Int32(0))
        value.encode(into: &self)
        guard let length = Int32(exactly: bytes.count - start - 4) else { return refuse("a value is longer than 2 GiB") }
        withUnsafeBytes(of: length.bigEndian) { length in
            for index in 0..<4 { bytes[start + index] = length[index] }
        }
    }
}
