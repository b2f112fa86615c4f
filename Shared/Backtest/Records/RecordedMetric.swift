import Telemetry
import Terms

/// Something that was measured and that an objective is about: how many messages were delivered, how long they took.
public struct RecordedMetric: Sendable {
    /// What was measured, in the words of an agreement's objectives.
    public struct Stream: Hashable, Sendable {
        /// The service's key.
        public let service: String
        /// The part of the service; nil for the whole.
        public let component: String?
        /// Of what: `messages`.
        public let population: String
        /// What was looked at: `delivery_time`.
        public let metric: String

        /// What an objective asks for.
        init(_ objective: Objective) {
            service = objective.service
            component = objective.part
            population = objective.population
            metric = objective.metric
        }

        fileprivate init(_ reader: NodeReader) {
            service = reader["service"].key()
            component = reader.ifPresent("component") { $0.key() }
            population = reader["of"].key()
            metric = reader["metric"].key()
        }
    }

    /// Which measurement of a stream it is.
    struct Key: Hashable, Sendable {
        let interval: Interval
        let part: String?
        let id: String?
    }

    /// What was measured.
    public let stream: Stream
    /// Tells measurements apart that are of one part and time.
    public let id: String?
    /// The higher one prevails.
    public let revision: Int64
    /// What was seen.
    public let sample: ObjectiveSample

    /// The longest stretch that one measurement is about, in seconds: a month.
    private static let periodMaximum: Int64 = 31 * 86_400

    init(_ reader: NodeReader) {
        self.init(reader, at: reader["at"].recordedInstant())
    }

    /// Reads the members of an item, but for `kind` and for `at`, which whoever reads it decides whether to believe.
    public init(_ reader: NodeReader, at start: Instant) {
        stream = Stream(reader)
        id = reader.ifPresent("id") { $0.recordedID() }
        revision = reader.ifPresent("revision") { $0.integer(1...Int64(Int32.max)) } ?? 1
        let seconds = reader.ifPresent("period_seconds") { $0.integer(1...Self.periodMaximum) } ?? 0
        let forms = ["counts", "histogram", "values"].filter { reader.has($0) }
        if forms.count != 1 { reader.fail("must have exactly one of: counts, histogram, values") }
        let reading: ObjectiveSample.Reading? =
            reader.ifPresent("counts") { $0.object { $0.counts() } }
            ?? reader.ifPresent("histogram") { $0.object { $0.histogram() } }
            ?? reader.ifPresent("values") { $0.object { $0.values() } }
        sample = ObjectiveSample(
            interval: Interval(start, start.advanced(by: seconds)), part: reader.ifPresent("part") { $0.text(1...100) },
            unit: reader.ifPresent("unit") { $0.text(1...20) }, reading: reading ?? .counts(hits: 0, all: 0))
    }

    var key: Key { Key(interval: sample.interval, part: sample.part, id: id) }
}

extension NodeReader {
    /// `{"hits": 990, "all": 1000}`
    fileprivate func counts() -> ObjectiveSample.Reading {
        let all = self["all"].integer(0...ItemLimits.valueMaximum)
        let hits = self["hits"].integer(0...ItemLimits.valueMaximum)
        if hits > all { self["hits"].fail("must not be more than all") }
        return .counts(hits: hits, all: all)
    }

    /// `{"bounds": ["1", "5"], "counts": [900, 90, 10]}`
    fileprivate func histogram() -> ObjectiveSample.Reading {
        let bounds = self["bounds"].list(1...Self.bucketsMaximum) { $0.decimal() }
        let counts = self["counts"].list(2...(Self.bucketsMaximum + 1)) { $0.integer(0...ItemLimits.valueMaximum) }
        if let histogram = Histogram(bounds: bounds, counts: counts) { return .histogram(histogram) }
        if !bounds.isEmpty, !counts.isEmpty {
            fail("must have bounds that grow, and one count more than bounds: the last of what lies above them all")
        }
        return .counts(hits: 0, all: 0)
    }

    /// `{"sum": "930", "count": 6, "minimum": "20", "maximum": "400"}`
    fileprivate func values() -> ObjectiveSample.Reading {
        let count = self["count"].integer(1...Self.valuesMaximum)
        let (minimum, maximum) = (self["minimum"].decimal(), self["maximum"].decimal())
        let sum = self["sum"].decimal()
        let (least, most) = (minimum * Rational(count), maximum * Rational(count))
        if minimum > maximum {
            self["maximum"].fail("must not be below minimum")
        } else if sum < least || sum > most {
            self["sum"].fail("must lie between minimum and maximum times count")
        }
        return .values(ValueSummary(sum: sum, count: count, minimum: minimum, maximum: maximum))
    }

    /// Buckets of a histogram: several times those of any that is in use.
    private static let bucketsMaximum = 1000
    /// Values that one summary may hold: a thousand million.
    private static let valuesMaximum: Int64 = 1_000_000_000
}
