import Contracts
import Telemetry
import Terms

/// The unit and the figures of a measurement as bytes. Decimals are fractions of two whole numbers, exactly as they were sent.
extension MetricRecord {
    /// What a reading begins with.
    private enum Form: UInt8 {
        case counts = 1
        case histogram = 2
        case values = 3
    }

    /// The unit and the figures.
    var reading: [UInt8] {
        var writer = ByteWriter()
        writer.counted((sample.unit ?? "").utf8)
        switch sample.reading {
        case .counts(let hits, let all):
            writer.byte(Form.counts.rawValue)
            writer.signed(hits)
            writer.signed(all)
        case .histogram(let histogram):
            writer.byte(Form.histogram.rawValue)
            writer.varint(UInt64(histogram.bounds.count))
            for bound in histogram.bounds { writer.fraction(bound) }
            for count in histogram.counts { writer.signed(count) }
        case .values(let values):
            writer.byte(Form.values.rawValue)
            writer.signed(values.count)
            for value in [values.sum, values.minimum, values.maximum] { writer.fraction(value) }
        }
        return writer.bytes
    }

    /// A measurement of these figures.
    ///
    /// - Throws: when they were not written by ``reading``.
    static func sample(
        _ interval: Interval, part: String, reading bytes: UnsafeRawBufferPointer
    ) throws(ByteReader.Malformed) -> ObjectiveSample {
        var reader = ByteReader(bytes)
        let unit = try reader.string()
        let reading: ObjectiveSample.Reading
        switch Form(rawValue: try reader.byte()) {
        case .counts:
            let hits = try reader.signed()
            reading = .counts(hits: hits, all: try reader.signed())
        case .histogram: reading = .histogram(try reader.histogram())
        case .values:
            let count = try reader.signed()
            let sum = try reader.fraction()
            let minimum = try reader.fraction()
            let maximum = try reader.fraction()
            reading = .values(ValueSummary(sum: sum, count: count, minimum: minimum, maximum: maximum))
        case nil: throw reader.malformed("an unknown form of measurement")
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
        counted(record.reading)
    }

    fileprivate mutating func fraction(_ value: Rational) {
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

    fileprivate mutating func histogram() throws(Malformed) -> Histogram {
        let count = try varint()
        guard count <= UInt64(remaining) else { throw malformed("more bounds than bytes") }
        var bounds: [Rational] = []
        for _ in 0..<count { bounds.append(try fraction()) }
        var counts: [Int64] = []
        for _ in 0...count { counts.append(try signed()) }
        guard let histogram = Histogram(bounds: bounds, counts: counts) else { throw malformed("no histogram") }
        return histogram
    }

    fileprivate mutating func fraction() throws(Malformed) -> Rational {
        let numerator = try signed()
        let denominator = try signed()
        guard denominator > 0 else { throw malformed("a fraction over nothing") }
        return denominator == 1 ? Rational(numerator) : Rational(Int128(numerator), over: Int128(denominator))
    }
}
