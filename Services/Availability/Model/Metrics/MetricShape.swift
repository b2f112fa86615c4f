import Telemetry
import Terms

/// What readings have in common: unit, form, and bounds of a histogram. The figures alone tell them apart.
struct MetricShape: Sendable {
    /// Empty for none.
    let unit: String
    let form: MetricForm
    /// Of a histogram; none of other forms.
    let bounds: [Rational]

    /// The shape of a measurement.
    init(of sample: ObjectiveSample) {
        unit = sample.unit ?? ""
        form = MetricForm(sample.reading)
        if case .histogram(let histogram) = sample.reading { bounds = histogram.bounds } else { bounds = [] }
    }

    /// Reads ``bytes``.
    ///
    /// - Throws: when they are anything else.
    init(_ bytes: UnsafeRawBufferPointer) throws(ByteReader.Malformed) {
        var reader = ByteReader(bytes)
        unit = try reader.string()
        form = try reader.form()
        bounds = form == .histogram ? try reader.bounds() : []
        guard reader.isAtEnd else { throw reader.malformed("more bytes than the shape has") }
    }

    var bytes: [UInt8] {
        var writer = ByteWriter()
        writer.counted(unit.utf8)
        writer.byte(form.rawValue)
        if form == .histogram { writer.bounds(bounds) }
        return writer.bytes
    }
}

extension ByteWriter {
    /// The figures of a reading, without its shape.
    mutating func figures(of reading: ObjectiveSample.Reading) {
        switch reading {
        case .counts(let hits, let all):
            // Most were hits: how few were not is the shorter number.
            signed(all)
            signed(all &- hits)
        case .histogram(let histogram): for count in histogram.counts { varint(UInt64(bitPattern: count)) }
        case .values(let values): self.values(values)
        }
    }
}

extension ByteReader {
    /// The reading of a shape, by its figures.
    mutating func reading(_ shape: MetricShape) throws(Malformed) -> ObjectiveSample.Reading {
        switch shape.form {
        case .counts:
            let all = try signed()
            return .counts(hits: all &- (try signed()), all: all)
        case .histogram:
            guard shape.bounds.count < remaining else { throw malformed("more buckets than bytes") }
            var counts: [Int64] = []
            counts.reserveCapacity(shape.bounds.count + 1)
            for _ in 0...shape.bounds.count { counts.append(Int64(bitPattern: try varint())) }
            guard let histogram = Histogram(bounds: shape.bounds, counts: counts) else { throw malformed("no histogram") }
            return .histogram(histogram)
        case .values: return .values(try values())
        }
    }
}
