import Telemetry
import Terms

/// The measurements of a stream that begin on a day of the epoch, as bytes, column by column, without loss.
///
/// What repeats is said once with a count: how far apart they are, how long, of which revision. Parts, ids, and what readings
/// have in common (see ``MetricShape``) stand in lists, and are told by number. What is left of a measurement is its figures,
/// five to fifteen bytes.
enum MetricBlock {
    /// Measurements of one block, and of the blocks that one step of packing writes: some 30 MB in memory. A day of more, one
    /// a second and then some, has what is above as rows.
    static let measurementsMaximum = 100_000
    /// Bytes of one block, and of what one step of packing takes: histograms of many buckets are larger than other readings.
    static let bytesMaximum = 4 << 20
    /// Days are UTC's.
    static let daySeconds: Int64 = 86_400
    /// What a block begins with. What is written otherwise some day begins with another number.
    private static let form: UInt8 = 1

    /// The day of the epoch that an instant lies in.
    static func day(of instant: Instant) -> Int32 {
        let (days, rest) = instant.epochSeconds.quotientAndRemainder(dividingBy: daySeconds)
        return Int32(clamping: rest < 0 ? days - 1 : days)
    }

    /// When a day of the epoch begins.
    static func start(of day: Int32) -> Instant { Instant(epochSeconds: Int64(day) * daySeconds) }

    /// The bytes of measurements that begin on a day, in the order of ``StoredMetric/precedes(_:)``. Lengths and revisions have
    /// 32 bits, as rows have them.
    static func write(_ measurements: [StoredMetric], day: Int32) -> [UInt8] {
        var (starts, seconds, revisions) = (NumberColumn(), NumberColumn(), NumberColumn())
        var (parts, ids, shapes) = (EntryColumn(), EntryColumn(), EntryColumn())
        var figures = ByteWriter()
        var previous = start(of: day)
        for measurement in measurements {
            let (interval, sample) = (measurement.sample.interval, measurement.sample)
            starts.add(UInt32(interval.start - previous))
            previous = interval.start
            seconds.add(UInt32(bitPattern: Int32(clamping: interval.seconds)))
            revisions.add(UInt32(bitPattern: Int32(clamping: measurement.revision)))
            parts.add(Array((sample.part ?? "").utf8))
            ids.add(Array(measurement.id.utf8))
            shapes.add(MetricShape(of: sample).bytes)
            figures.figures(of: sample.reading)
        }
        var writer = ByteWriter()
        writer.byte(form)
        writer.varint(UInt64(measurements.count))
        for column in [starts, seconds, revisions] { writer.raw(column.bytes) }
        for column in [parts, ids, shapes] { writer.entries(column) }
        writer.raw(figures.bytes)
        return writer.bytes
    }

    /// The measurements of bytes.
    ///
    /// - Throws: when they were not written by ``write(_:day:)``.
    static func read(_ bytes: UnsafeRawBufferPointer, day: Int32) throws(ByteReader.Malformed) -> [StoredMetric] {
        var reader = ByteReader(bytes)
        guard try reader.byte() == form else { throw reader.malformed("an unknown form of block") }
        let said = try reader.varint()
        // A figure of each takes a byte at least: nothing larger than the block is made room for.
        guard said <= UInt64(reader.remaining) else { throw reader.malformed("more measurements than bytes") }
        let count = Int(said)
        let starts = try reader.numbers(count)
        let seconds = try reader.numbers(count)
        let revisions = try reader.numbers(count)
        let parts = try reader.entries(count)
        let ids = try reader.entries(count)
        let shapes = try reader.entries(count)
        let (partTexts, idTexts) = (parts.texts, ids.texts)
        var known: [MetricShape] = []
        for entry in shapes.list { known.append(try MetricShape(entry)) }
        var measurements: [StoredMetric] = []
        measurements.reserveCapacity(count)
        var at: Int64 = 0
        for index in 0..<count {
            at += Int64(starts[index])
            guard at < daySeconds else { throw reader.malformed("a measurement of another day") }
            let begin = start(of: day).advanced(by: at)
            let interval = Interval(begin, begin.advanced(by: Int64(Int32(bitPattern: seconds[index]))))
            let (part, shape) = (partTexts[parts.indexes[index]], known[shapes.indexes[index]])
            let sample = ObjectiveSample(
                interval: interval, part: part.isEmpty ? nil : part, unit: shape.unit.isEmpty ? nil : shape.unit,
                reading: try reader.reading(shape))
            measurements.append(
                StoredMetric(
                    id: idTexts[ids.indexes[index]], revision: Int64(Int32(bitPattern: revisions[index])), sample: sample))
        }
        guard reader.isAtEnd else { throw reader.malformed("more bytes than the measurements have") }
        return measurements
    }
}
