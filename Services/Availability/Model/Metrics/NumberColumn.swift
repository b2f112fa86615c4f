import Telemetry

/// Numbers of 32 bits, as bytes: each doubled, and odd where it comes more than once, with how often after it.
struct NumberColumn {
    private var writer = ByteWriter()
    private var last: UInt32 = 0
    private var times: UInt64 = 0

    /// Adds a number at the end.
    mutating func add(_ number: UInt32) {
        if number != last { end() }
        last = number
        times += 1
    }

    /// What was added.
    var bytes: [UInt8] {
        var ended = self
        ended.end()
        return ended.writer.bytes
    }

    private mutating func end() {
        guard times > 0 else { return }
        writer.varint(UInt64(last) << 1 | (times > 1 ? 1 : 0))
        if times > 1 { writer.varint(times) }
        times = 0
    }
}

extension ByteReader {
    /// So many numbers of a ``NumberColumn``.
    mutating func numbers(_ count: Int) throws(Malformed) -> [UInt32] {
        var numbers: [UInt32] = []
        numbers.reserveCapacity(count)
        while numbers.count < count {
            let token = try varint()
            guard let number = UInt32(exactly: token >> 1) else { throw malformed("a number of more than 32 bits") }
            let times = token & 1 == 0 ? 1 : try varint()
            guard times > 0, times <= UInt64(count - numbers.count) else { throw malformed("a wrong repetition") }
            numbers.append(contentsOf: repeatElement(number, count: Int(times)))
        }
        return numbers
    }
}
