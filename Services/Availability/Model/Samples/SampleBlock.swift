import Telemetry

/// Samples as bytes: ascending, one a second, each as its distance from the one before.
///
/// A probe sample is one number, the distance and the state in its lowest bit: one byte while the distance is below 64 s. What
/// repeats (an exact grid in one state) is said once with a count, so an hour of one-second probes may be four bytes.
/// Requests and counters write their numbers after the distance, counters as the change from the value before.
enum SampleBlock {
    /// In place of a probe's number (which is never below 2): the last one comes so many more times.
    private static let repetition: UInt64 = 0
    /// Below this a repetition is not worth its two bytes.
    private static let shortestRepetition = 4

    /// The bytes of samples.
    ///
    /// - Parameters:
    ///   - samples: ascending by time, one a second, none before `base`.
    ///   - base: epoch seconds from which the first distance counts; the reader must know it.
    static func write(_ samples: some Collection<Sample>, _ kind: SeriesKind, base: Int64, to writer: inout ByteWriter) {
        switch kind {
        case .probe: writeProbe(samples, base, &writer)
        case .requests: writeRequests(samples, base, &writer)
        case .total, .failed: writeCounter(samples, base, &writer)
        }
    }

    /// The samples of bytes: `count` of them.
    ///
    /// - Throws: when the bytes end early or do not say `count` samples.
    static func read(
        _ count: Int, _ kind: SeriesKind, base: Int64, from reader: inout ByteReader
    ) throws(ByteReader.Malformed) -> [Sample] {
        switch kind {
        case .probe: try readProbe(count, base, &reader)
        case .requests: try readRequests(count, base, &reader)
        case .total, .failed: try readCounter(count, base, &reader)
        }
    }

    private static func writeProbe(_ samples: some Collection<Sample>, _ base: Int64, _ writer: inout ByteWriter) {
        var previous = base - 1
        var last: UInt64 = 0
        var repeats = 0
        for sample in samples {
            let token = UInt64(bitPattern: sample.at - previous) << 1 | UInt64(bitPattern: sample.first)
            previous = sample.at
            if token == last {
                repeats += 1
            } else {
                flush(last, repeats, &writer)
                writer.varint(token)
                last = token
                repeats = 0
            }
        }
        flush(last, repeats, &writer)
    }

    private static func flush(_ token: UInt64, _ repeats: Int, _ writer: inout ByteWriter) {
        if repeats >= shortestRepetition {
            writer.varint(repetition)
            writer.varint(UInt64(repeats))
        } else {
            for _ in 0..<repeats { writer.varint(token) }
        }
    }

    private static func readProbe(
        _ count: Int, _ base: Int64, _ reader: inout ByteReader
    ) throws(ByteReader.Malformed) -> [Sample] {
        var samples: [Sample] = []
        samples.reserveCapacity(count)
        var at = base - 1
        var token: UInt64 = 0
        while samples.count < count {
            let number = try reader.varint()
            var times: UInt64 = 1
            if number == repetition {
                times = try reader.varint()
                guard token != 0, times <= UInt64(count - samples.count) else { throw reader.malformed("a wrong repetition") }
            } else {
                guard number >= 2, number >> 1 <= UInt64(Int32.max) << 8 else { throw reader.malformed("a wrong distance") }
                token = number
            }
            let distance = Int64(token >> 1)
            let state = Int64(token & 1)
            for _ in 0..<times {
                at += distance
                samples.append(Sample(at: at, first: state))
            }
        }
        return samples
    }

    private static func writeRequests(_ samples: some Collection<Sample>, _ base: Int64, _ writer: inout ByteWriter) {
        var previous = base
        for sample in samples {
            writer.varint(UInt64(bitPattern: sample.at - previous))
            writer.varint(UInt64(bitPattern: sample.first))
            writer.varint(UInt64(bitPattern: sample.second))
            previous = sample.at
        }
    }

    private static func readRequests(
        _ count: Int, _ base: Int64, _ reader: inout ByteReader
    ) throws(ByteReader.Malformed) -> [Sample] {
        var samples: [Sample] = []
        var at = base
        for _ in 0..<count {
            at += try distance(&reader)
            let first = Int64(bitPattern: try reader.varint())
            samples.append(Sample(at: at, first: first, second: Int64(bitPattern: try reader.varint())))
        }
        return samples
    }

    private static func writeCounter(_ samples: some Collection<Sample>, _ base: Int64, _ writer: inout ByteWriter) {
        var previous = Sample(at: base, first: 0)
        for sample in samples {
            writer.varint(UInt64(bitPattern: sample.at - previous.at))
            writer.signed(sample.first - previous.first)
            previous = sample
        }
    }

    private static func readCounter(
        _ count: Int, _ base: Int64, _ reader: inout ByteReader
    ) throws(ByteReader.Malformed) -> [Sample] {
        var samples: [Sample] = []
        var sample = Sample(at: base, first: 0)
        for _ in 0..<count {
            sample.at += try distance(&reader)
            sample.first &+= try reader.signed()
            samples.append(sample)
        }
        return samples
    }

    /// A distance in seconds, small enough that no sum of them overflows.
    private static func distance(_ reader: inout ByteReader) throws(ByteReader.Malformed) -> Int64 {
        let value = try reader.varint()
        guard value <= UInt64(1) << 40 else { throw reader.malformed("a wrong distance") }
        return Int64(value)
    }
}
