import EventLoop

/// The metrics of this process, for Prometheus to read.
///
/// Names follow Prometheus: base units, `_total` for counters (added where it is missing). Labels are few and bounded: never
/// a tenant, an id or a URL.
public final class MetricsRegistry: Sendable {
    /// The most series of one name; past it a new series is counted nowhere, rather than memory growing with input.
    public static let maximumSeries = 2000

    /// A value that is read when Prometheus asks.
    public struct Sample: Sendable {
        let labels: String
        let value: Double

        /// A value with labels.
        public init(_ value: Double, labels: [(String, String)] = []) {
            self.labels = MetricsRegistry.render(labels)
            self.value = value
        }
    }

    enum Kind: String {
        case counter, gauge, histogram
    }

    enum Series {
        case counter(MetricCounter)
        case gauge(MetricGauge)
        case histogram(MetricHistogram)
    }

    struct Family {
        let kind: Kind
        var help: String?
        var series: [String: Series] = [:]
    }

    struct Collector {
        let name: String
        let kind: Kind
        let help: String
        let read: @Sendable () async -> [Sample]
    }

    struct State {
        var families: [String: Family] = [:]
        var collectors: [Collector] = []
    }

    private let state = Locked(State())

    /// A registry without metrics.
    public init() {}

    /// The counter of that name and those labels, made when it is asked for first.
    public func counter(_ name: String, help: String? = nil, labels: [(String, String)] = []) -> MetricCounter {
        let name = name.hasSuffix("_total") ? name : name + "_total"
        let made = MetricCounter()
        guard case .counter(let counter) = series(name, .counter, help, labels, .counter(made)) else { return made }
        return counter
    }

    /// The gauge of that name and those labels, made when it is asked for first.
    public func gauge(_ name: String, help: String? = nil, labels: [(String, String)] = []) -> MetricGauge {
        let made = MetricGauge()
        guard case .gauge(let gauge) = series(name, .gauge, help, labels, .gauge(made)) else { return made }
        return gauge
    }

    /// The histogram of that name and those labels, made when it is asked for first.
    public func histogram(
        _ name: String, help: String? = nil, labels: [(String, String)] = [], bounds: [Double] = MetricHistogram.seconds
    ) -> MetricHistogram {
        let made = MetricHistogram(bounds: bounds)
        guard case .histogram(let histogram) = series(name, .histogram, help, labels, .histogram(made)) else { return made }
        return histogram
    }

    /// Has a gauge read whenever Prometheus asks. `read` must be quick.
    public func collectGauge(_ name: String, help: String, _ read: @escaping @Sendable () async -> [Sample]) {
        state.withLock { $0.collectors.append(Collector(name: Self.sanitize(name), kind: .gauge, help: help, read: read)) }
    }

    /// Has a counter read whenever Prometheus asks. `read` must be quick.
    public func collectCounter(_ name: String, help: String, _ read: @escaping @Sendable () async -> [Sample]) {
        state.withLock { $0.collectors.append(Collector(name: Self.sanitize(name), kind: .counter, help: help, read: read)) }
    }

    var contents: State { state.withLock { $0 } }

    private func series(
        _ name: String, _ kind: Kind, _ help: String?, _ labels: [(String, String)], _ made: Series
    ) -> Series {
        let name = Self.sanitize(name)
        let key = Self.render(labels)
        return state.withLock { state in
            var family = state.families[name] ?? Family(kind: kind)
            if let series = family.series[key] { return series }
            guard family.kind == kind, family.series.count < Self.maximumSeries else { return made }
            family.help = family.help ?? help
            family.series[key] = made
            state.families[name] = family
            return made
        }
    }

    /// A name with nothing in it that Prometheus refuses.
    static func sanitize(_ name: String) -> String {
        let characters = name.utf8.enumerated().map { index, byte -> UInt8 in
            let isLetter = (65...90).contains(byte) || (97...122).contains(byte) || byte == UInt8(ascii: "_")
            return isLetter || byte == UInt8(ascii: ":") || (index > 0 && (48...57).contains(byte)) ? byte : UInt8(ascii: "_")
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// Labels as Prometheus spells them, without the braces.
    static func render(_ labels: [(String, String)]) -> String {
        labels.map { name, value in
            let escaped = value.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"").replacing("\n", with: "\\n")
            return "\(sanitize(name))=\"\(escaped)\""
        }.joined(separator: ",")
    }
}
