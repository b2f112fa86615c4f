import Contracts
import Telemetry
import Terms

/// Reads the protobuf `io.prometheus.write.v2.Request` of remote write 2.0, which has every text once, in a table of symbols.
///
/// As ``WriteRequestReader`` otherwise. Native histograms are passed over as well: no definition can name one.
struct InternedRequestReader {
    private var placer: SeriesPlacer
    private var symbols: [UnsafeRawBufferPointer] = []

    /// A reader; the cache must be of these definitions.
    init(definitions: Definitions, cache: SeriesCache, now: Instant) {
        placer = SeriesPlacer(definitions: definitions, cache: cache, now: now)
    }

    /// Reads a whole request. Its bytes are read twice: protobuf lets the symbols come after what refers to them.
    mutating func read(_ body: UnsafeRawBufferPointer) throws(RemoteWriteError) -> SeriesPlacer.Result {
        try readSymbols(body)
        guard let first = symbols.first, first.isEmpty else {
            throw RemoteWriteError(detail: "the first symbol must be there, and empty")
        }
        var reader = ByteReader(body)
        while try nextSeries(&reader) { try placer.place() }
        return placer.finish()
    }

    private mutating func readSymbols(_ body: UnsafeRawBufferPointer) throws(RemoteWriteError) {
        var reader = ByteReader(body)
        do throws(ByteReader.Malformed) {
            while !reader.isAtEnd {
                let tag = try reader.varint()
                if tag == 0x22 { symbols.append(try reader.counted()) } else { try reader.skip(tag) }
            }
        } catch {
            throw Self.malformed(error)
        }
    }

    /// Reads up to and including the next TimeSeries; false when there is none.
    private mutating func nextSeries(_ reader: inout ByteReader) throws(RemoteWriteError) -> Bool {
        do throws(ByteReader.Malformed) {
            guard var series = try reader.next(0x2A) else { return false }
            try readSeries(&series)
            return true
        } catch {
            throw Self.malformed(error)
        }
    }

    private mutating func readSeries(_ reader: inout ByteReader) throws(ByteReader.Malformed) {
        placer.begin()
        var references: [UInt64] = []
        while !reader.isAtEnd {
            switch try reader.varint() {
            case 0x0A:
                var packed = try reader.nested()
                while !packed.isAtEnd { references.append(try packed.varint()) }
            // The same unpacked, which readers of protobuf have to take.
            case 0x08: references.append(try reader.varint())
            case 0x12:
                var sample = try reader.nested()
                placer.add(try sample.sample())
            case let tag: try reader.skip(tag)
            }
        }
        guard references.count.isMultiple(of: 2) else { throw reader.malformed("a label without a value") }
        for index in stride(from: 0, to: references.count, by: 2) {
            placer.add(name: try symbol(references[index], reader), value: try symbol(references[index + 1], reader))
        }
    }

    private func symbol(_ reference: UInt64, _ reader: ByteReader) throws(ByteReader.Malformed) -> UnsafeRawBufferPointer {
        guard reference < symbols.count else { throw reader.malformed("a reference to no symbol") }
        return symbols[Int(reference)]
    }

    private static func malformed(_ error: ByteReader.Malformed) -> RemoteWriteError {
        RemoteWriteError(detail: "not a Request of version 2 at byte \(error.offset): \(error.what)")
    }
}
