import Contracts
import Telemetry
import Terms

/// The unit and the figures of a measurement as bytes. Decimals are fractions of two whole numbers, exactly as they were sent.
extension StoredMetric {
    /// The unit and the figures.
    var reading: [UInt8] {
        var writer = ByteWriter()
        writer.counted((sample.unit ?? "").utf8)
        writer.byte(MetricForm(sample.reading).rawValue)
        switch sample.reading {
        case .counts(let hits, let all):
            writer.signed(hits)
            writer.signed(all)
        case .histogram(let histogram):
            writer.bounds(histogram.bounds)
            for count in histogram.counts { writer.signed(count) }
        case .values(let values): writer.values(values)
        }
        return writer.bytes
    }
}

extension MetricRecord {
    /// A measurement of these figures.
    ///
    /// - Throws: when they were not written by ``reading``.
    static func sample(
        _ interval: Interval, part: String, reading bytes: UnsafeRawBufferPointer
    ) throws(ByteReader.Malformed) -> ObjectiveSample {
        var reader = ByteReader(bytes)
        let unit = try reader.string()
        let reading: ObjectiveSample.Reading
        switch try reader.form() {
        case .counts:
            let hits = try reader.signed()
            reading = .counts(hits: hits, all: try reader.signed())
        case .histogram: reading = .histogram(try reader.histogram())
        case .values: reading = .values(try reader.values())
        }
        guard reader.isAtEnd else { throw reader.malformed("more bytes than the measurement has") }
        return ObjectiveSample(
            interval: interval, part: part.isEmpty ? nil : part, unit: unit.isEmpty ? nil : unit, reading: reading)
    }
}

extension ByteWriter {
    /// A measurement, for a batch.
    mutating func metric(_ record: MetricRecord) {
        service(record.stream.service)
        for text in [
            record.stream.component, record.stream.population, record.stream.metric, record.sample.part ?? "", record.id,
        ] {
            counted(text.utf8)
        }
        signed(record.revision)
        signed(record.sample.interval.start.epochSeconds)
        signed(record.sample.interval.seconds)
        counted(record.stored.reading)
    }

    /// How many bounds, and which.
    mutating func bounds(_ bounds: [Rational]) {
        varint(UInt64(bounds.count))
        for bound in bounds { fraction(bound) }
    }

    /// Values put together.
    mutating func values(_ values: ValueSummary) {
        signed(values.count)
        for value in [values.sum, values.minimum, values.maximum] { fraction(value) }
    }

    private mutating func fraction(_ value: Rational) {
        signed(Int64(clamping: value.numerator))
        signed(Int64(clamping: value.denominator))
    }
}

extension ByteReader {
    /// A measurement of a batch.
    mutating func metric() throws(Malformed) -> MetricRecord {
        let service = try service()
        let component = try string()
        let population = try string()
        let stream = MetricRecord.Stream(
            service: service, component: component, population: population, metric: try string())
        let part = try string()
        let id = try string()
        let revision = try signed()
        let start = Instant(epochSeconds: try signed())
        let interval = Interval(start, start.advanced(by: try signed()))
        let sample = try MetricRecord.sample(interval, part: part, reading: try counted())
        return MetricRecord(stream: stream, id: id, revision: revision, sample: sample)
    }

    /// What the figures of a measurement begin with.
    mutating func form() throws(Malformed) -> MetricForm {
        guard let form = MetricForm(rawValue: try byte()) else { throw malformed("an unknown form of measurement") }
        return form
    }

    /// The bounds of a histogram.
    mutating func bounds() throws(Malformed) -> [Rational] {
        let count = try varint()
        guard count <= UInt64(remaining) else { throw malformed("more bounds than bytes") }
        var bounds: [Rational] = []
        for _ in 0..<count { bounds.append(try fraction()) }
        return bounds
    }

    /// Values put together.
    mutating func values() throws(Malformed) -> ValueSummary {
        let count = try signed()
        let sum = try fraction()
        let minimum = try fraction()
        return ValueSummary(sum: sum, count: count, minimum: minimum, maximum: try fraction())
    }

    fileprivate mutating func histogram() throws(Malformed) -> Histogram {
        let bounds = try bounds()
        var counts: [Int64] = []
        for _ in 0...bounds.count { counts.append(try signed()) }
        guard let histogram = Histogram(bounds: bounds, counts: counts) else { throw malformed("no histogram") }
        return histogram
    }

    private mutating func fraction() throws(Malformed) -> Rational {
        let numerator = try signed()
        let denominator = try signed()
        guard denominator > 0 else { throw malformed("a fraction over nothing") }
        return denominator == 1 ? Rational(numerator) : Rational(Int128(numerator), over: Int128(denominator))
    }
}
