import Contracts
import Telemetry
import Terms

/// Reads the protobuf `prometheus.WriteRequest` of remote write 1.0 straight from its bytes.
///
/// Syntax and labels are checked whole before anything is stored. Samples may come in any order and again; unknown fields are
/// passed over, as protobuf wants, and so are metadata and exemplars, which measure nothing.
struct WriteRequestReader {
    private var placer: SeriesPlacer

    /// A reader; the cache must be of these definitions.
    init(definitions: Definitions, cache: SeriesCache, now: Instant) {
        placer = SeriesPlacer(definitions: definitions, cache: cache, now: now)
    }

    /// Reads a whole request.
    mutating func read(_ body: UnsafeRawBufferPointer) throws(RemoteWriteError) -> SeriesPlacer.Result {
        var reader = ByteReader(body)
        while try nextSeries(&reader) { try placer.place() }
        return placer.finish()
    }

    /// Reads up to and including the next TimeSeries; false when there is none.
    private mutating func nextSeries(_ reader: inout ByteReader) throws(RemoteWriteError) -> Bool {
        do throws(ByteReader.Malformed) {
            guard var series = try reader.next(0x0A) else { return false }
            try readSeries(&series)
            return true
        } catch {
            throw RemoteWriteError(detail: "not a WriteRequest at byte \(error.offset): \(error.what)")
        }
    }

    /// Collects the labels and the samples of one TimeSeries.
    private mutating func readSeries(_ reader: inout ByteReader) throws(ByteReader.Malformed) {
        placer.begin()
        while !reader.isAtEnd {
            switch try reader.varint() {
            case 0x0A: placer.add(label: try reader.counted())
            case 0x12:
                var sample = try reader.nested()
                placer.add(try sample.sample())
            case let tag: try reader.skip(tag)
            }
        }
    }
}
