import Contracts
import Telemetry
import Terms

/// Places remote-written series, one after the other, whichever the message that they come in: first its labels and points,
/// then ``place()``.
struct SeriesPlacer {
    /// The bits of the marker that says that a series has stopped.
    static let staleMarker: UInt64 = 0x7FF0_0000_0000_0002

    private var intake: Intake
    private var cache: SeriesCache
    private var report = RemoteWriteReport()
    /// The labels of the series at hand, each as a protobuf Label after its length.
    private var key: [UInt8] = []
    /// The samples of the series at hand: seconds, and the bits of the double.
    private var points: [(at: Int64, bits: UInt64)] = []

    /// A placer; the cache must be of these definitions.
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

    /// Everything that was placed.
    mutating func finish() -> Result {
        Result(batch: intake.finish(), intake: intake.report, report: report, cache: cache)
    }

    /// Begins a series.
    mutating func begin() {
        key.removeAll(keepingCapacity: true)
        points.removeAll(keepingCapacity: true)
    }

    /// Adds a label of the series, as the bytes of a protobuf Label.
    mutating func add(label: UnsafeRawBufferPointer) {
        append(length: label.count)
        key.append(contentsOf: label)
    }

    /// Adds a label of the series by its parts.
    mutating func add(name: UnsafeRawBufferPointer, value: UnsafeRawBufferPointer) {
        let parts = [(UInt8(0x0A), name), (UInt8(0x12), value)]
        let lengths = parts.map { _, bytes in
            var writer = ByteWriter()
            writer.varint(UInt64(bytes.count))
            return writer.bytes
        }
        append(length: zip(parts, lengths).reduce(0) { $0 + 1 + $1.1.count + $1.0.1.count })
        for ((tag, bytes), length) in zip(parts, lengths) {
            key.append(tag)
            key.append(contentsOf: length)
            key.append(contentsOf: bytes)
        }
    }

    /// Adds a sample of the series.
    mutating func add(_ point: (at: Int64, bits: UInt64)) { points.append(point) }

    private mutating func append(length: Int) {
        withUnsafeBytes(of: UInt32(truncatingIfNeeded: length).littleEndian) { key.append(contentsOf: $0) }
    }

    /// Places the series at hand.
    mutating func place() throws(RemoteWriteError) {
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
