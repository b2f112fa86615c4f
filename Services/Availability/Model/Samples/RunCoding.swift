import Telemetry

/// Runs as bytes: each as its distance from the end of the one before with its state in the lowest bit, its count, and, of more
/// than one sample, the seconds that it is longer than one sample a second. A month without an outage is nine bytes.
enum RunCoding {
    /// No number of a run is larger: no sum of them overflows.
    private static let largest = UInt64(1) << 40

    /// The bytes of ascending runs, none before `base`.
    static func write(_ runs: [StateRun], base: Int64) -> [UInt8] {
        var writer = ByteWriter()
        var previous = base - 1
        for run in runs {
            writer.varint(UInt64(bitPattern: run.first - previous) << 1 | (run.isDown ? 1 : 0))
            writer.varint(UInt64(bitPattern: run.count))
            if run.count > 1 { writer.varint(UInt64(bitPattern: run.last - run.first - (run.count - 1))) }
            previous = run.last
        }
        return writer.bytes
    }

    /// The runs of bytes.
    ///
    /// - Throws: when they were not written by ``write(_:base:)``.
    static func read(_ bytes: UnsafeRawBufferPointer, base: Int64) throws(ByteReader.Malformed) -> [StateRun] {
        var reader = ByteReader(bytes)
        var runs: [StateRun] = []
        var previous = base - 1
        while !reader.isAtEnd {
            let token = try number(&reader)
            let count = Int64(try number(&reader))
            guard token >= 2, count >= 1 else { throw reader.malformed("a run of nothing") }
            let first = previous + Int64(token >> 1)
            let last = count == 1 ? first : first + count - 1 + Int64(try number(&reader))
            runs.append(StateRun(first: first, last: last, count: count, isDown: token & 1 == 1))
            previous = last
        }
        return runs
    }

    private static func number(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> UInt64 {
        let value = try reader.varint()
        guard value <= largest else { throw reader.malformed("a wrong distance") }
        return value
    }
}
