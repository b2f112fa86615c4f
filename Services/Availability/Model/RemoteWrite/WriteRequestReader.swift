import Contracts
import Telemetry
import Terms

/// What became of a remote write request.
struct RemoteWriteReport: Sendable, Equatable {
    /// Samples that are stored.
    var accepted = 0
    /// Markers that say that a series has stopped. It then has no sample, which in time makes it unknown.
    var staleMarkers = 0
    /// Series that no definition names.
    var unknownSeries = 0
    /// Their samples.
    var unknownSamples = 0
    /// Samples of known series that were refused: a clock that runs ahead, or a value that is none.
    var rejected = 0
    /// Why the first of them was refused.
    var firstRejection: String?
}

/// Reads the protobuf `WriteRequest` of Prometheus remote write 1.0 straight from its bytes.
///
/// Syntax and labels are checked whole before anything is stored. Samples may come in any order and again; unknown fields are
/// passed over, as protobuf wants, and so are metadata and exemplars, which measure nothing.
struct WriteRequestReader {
    /// The bits of the marker that says that a series has stopped.
    static let staleMarker: UInt64 = 0x7FF0_0000_0000_0002

    private var intake: Intake
    private var cache: SeriesCache
    private var report = RemoteWriteReport()
    /// The bytes of the labels of the series at hand.
    private var key: [UInt8] = []
    /// The samples of the series at hand: seconds, and the bits of the double.
    private var points: [(at: Int64, bits: UInt64)] = []

    /// A reader; the cache must be of these definitions.
    init(definitions: Definitions, cache: SeriesCache, now: Instant) {
        self.intake = Intake(definitions: definitions, now: now)
        self.cache = cache
    }

    /// What was read: the batch, the reports, and the cache with what was learnt.
    struct Result: Sendable {
        let batch: Batch
        let intake: IntakeReport
        let report: RemoteWriteReport
        let cache: SeriesCache
    }

    /// Reads a whole request.
    mutating func read(_ body: UnsafeRawBufferPointer) throws(RemoteWriteError) -> Result {
        var reader = ByteReader(body)
        while try nextSeries(&reader) { try take() }
        return Result(batch: intake.finish(), intake: intake.report, report: report, cache: cache)
    }

    /// Reads up to and including the next TimeSeries; false when there is none.
    private mutating func nextSeries(_ reader: inout ByteReader) throws(RemoteWriteError) -> Bool {
        do throws(ByteReader.Malformed) {
            while !reader.isAtEnd {
                let tag = try reader.varint()
                if tag == 0x0A {
                    var series = try reader.nested()
                    try readSeries(&series)
                    return true
                }
                try reader.skip(tag)
            }
            return false
        } catch {
            throw RemoteWriteError(detail: "not a WriteRequest at byte \(error.offset): \(error.what)")
        }
    }

    /// Collects the bytes of the labels and the samples of one TimeSeries.
    private mutating func readSeries(_ reader: inout ByteReader) throws(ByteReader.Malformed) {
        key.removeAll(keepingCapacity: true)
        points.removeAll(keepingCapacity: true)
        while !reader.isAtEnd {
            switch try reader.varint() {
            case 0x0A:
                let label = try reader.counted()
                withUnsafeBytes(of: UInt32(truncatingIfNeeded: label.count).littleEndian) { key.append(contentsOf: $0) }
                key.append(contentsOf: label)
            case 0x12:
                var sample = try reader.nested()
                points.append(try sample.sample())
            case let tag: try reader.skip(tag)
            }
        }
    }

    /// Places the series at hand.
    private mutating func take() throws(RemoteWriteError) {
        let key = self.key
        let meaning = try key.withUnsafeBufferPointer { buffer throws(RemoteWriteError) in
            let bytes = UnsafeRawBufferPointer(buffer)
            return try cache.meaning(of: bytes) { () throws(RemoteWriteError) in try Self.labels(bytes) }
        }
        switch meaning {
        case .known(let keys):
            for point in points { take(point.at, point.bits, keys) }
        case .unknown(let name, let code):
            report.unknownSeries += 1
            report.unknownSamples += points.count
            intake.unknown(name, code, samples: points.count)
        }
    }

    private mutating func take(_ at: Int64, _ bits: UInt64, _ keys: [SeriesKey]) {
        if bits == Self.staleMarker {
            report.staleMarkers += 1
            return
        }
        if let code = intake.wrongTime(at) { return reject(code.detail) }
        let value = Double(bitPattern: bits)
        for key in keys {
            if key.kind == .probe {
                guard value == 0 || value == 1 else { return reject("a probe's value is 0 or 1") }
                intake.sample(key, Sample(at: at, first: value == 0 ? 1 : 0))
            } else {
                guard value >= 0, value <= Double(ItemLimits.valueMaximum) else {
                    return reject("a counter's value is out of range")
                }
                intake.sample(key, Sample(at: at, first: Int64(value)))
            }
        }
        report.accepted += 1
    }

    private mutating func reject(_ why: String) {
        report.rejected += 1
        if report.firstRejection == nil { report.firstRejection = why }
    }

    /// The labels whose bytes were collected.
    private static func labels(_ bytes: UnsafeRawBufferPointer) throws(RemoteWriteError) -> LabelSet {
        var pairs: [(name: String, value: String)] = []
        var offset = 0
        while offset < bytes.count {
            let count = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
            offset += 4
            var reader = ByteReader(UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count]))
            do throws(ByteReader.Malformed) {
                pairs.append(try reader.label())
            } catch {
                throw RemoteWriteError(detail: "a malformed label: \(error.what)")
            }
            offset += count
        }
        do throws(LabelSet.Failure) {
            return try LabelSet(pairs)
        } catch {
            switch error {
            case .invalid(let name): throw RemoteWriteError(detail: "an invalid or empty label, \(name)")
            case .unsorted(let name): throw RemoteWriteError(detail: "labels that are not sorted, or come twice, at \(name)")
            case .nameless: throw RemoteWriteError(detail: "a series without __name__")
            }
        }
    }
}

extension ByteReader {
    /// Passes over a protobuf field, given its tag. Field numbers are 1 to 536,870,911; groups are not taken.
    mutating func skip(_ tag: UInt64) throws(Malformed) {
        guard (8...UInt64(UInt32.max)).contains(tag) else { throw malformed("a wrong field number") }
        switch tag & 7 {
        case 0: _ = try varint()
        case 1: _ = try slice(8)
        case 2: _ = try counted()
        case 5: _ = try slice(4)
        default: throw malformed("an unknown wire type")
        }
    }

    /// A protobuf Sample: field 1 a double, field 2 milliseconds, cut to seconds. What is left out is 0.
    fileprivate mutating func sample() throws(Malformed) -> (at: Int64, bits: UInt64) {
        var bits: UInt64 = 0
        var milliseconds: Int64 = 0
        while !isAtEnd {
            switch try varint() {
            case 0x09: bits = try fixed64()
            case 0x10: milliseconds = Int64(bitPattern: try varint())
            case let tag: try skip(tag)
            }
        }
        let seconds = milliseconds / 1_000
        return (milliseconds % 1_000 < 0 ? seconds - 1 : seconds, bits)
    }

    /// A protobuf Label: field 1 its name, field 2 its value, both UTF-8.
    fileprivate mutating func label() throws(Malformed) -> (name: String, value: String) {
        var name = ""
        var value = ""
        while !isAtEnd {
            switch try varint() {
            case 0x0A: name = try utf8()
            case 0x12: value = try utf8()
            case let tag: try skip(tag)
            }
        }
        return (name, value)
    }

    private mutating func utf8() throws(Malformed) -> String {
        guard let text = String(validating: try counted(), as: UTF8.self) else { throw malformed("text that is not UTF-8") }
        return text
    }
}
