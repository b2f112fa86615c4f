/// A measurement that an objective is judged by.
public struct ObjectiveSample: Hashable, Sendable, Codable {
    /// What was seen.
    public enum Reading: Hashable, Sendable, Codable {
        /// Of so many, so many were what the metric asks: messages delivered, seconds of calls in high quality, packets lost.
        case counts(hits: Int64, all: Int64)
        /// Values by size.
        case histogram(Histogram)
        /// Values put together.
        case values(ValueSummary)

        /// How many things, or seconds, were looked at.
        public var population: Int64 {
            switch self {
            case .counts(_, let all): all
            case .histogram(let histogram): histogram.total
            case .values(let values): values.count
            }
        }
    }

    /// When.
    public let interval: Interval
    /// The part that it is about, where parts are looked at one by one: a region.
    public let part: String?
    /// The unit of its values: `ms`; nil for counts.
    public let unit: String?
    /// What was seen.
    public let reading: Reading

    /// A measurement over a stretch of time.
    public init(interval: Interval, part: String? = nil, unit: String? = nil, reading: Reading) {
        self.interval = interval
        self.part = part
        self.unit = unit
        self.reading = reading
    }
}

/// Values put together: what a mean, a least and a largest one need.
public struct ValueSummary: Hashable, Sendable, Codable {
    /// All values together.
    public let sum: Rational
    /// How many.
    public let count: Int64
    /// The least of them.
    public let minimum: Rational
    /// The largest of them.
    public let maximum: Rational

    /// A summary of so many values.
    public init(sum: Rational, count: Int64, minimum: Rational, maximum: Rational) {
        self.sum = sum
        self.count = max(0, count)
        self.minimum = minimum
        self.maximum = maximum
    }
}
