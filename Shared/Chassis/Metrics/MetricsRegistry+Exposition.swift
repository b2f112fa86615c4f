extension MetricsRegistry {
    /// How metrics are spelled.
    public enum Format: Sendable {
        /// Prometheus text 0.0.4.
        case prometheus
        /// OpenMetrics 1.0.
        case openMetrics

        /// The format that a scraper's `Accept` asks for.
        public init(accept: String?) {
            self = accept?.contains("application/openmetrics-text") == true ? .openMetrics : .prometheus
        }

        /// The media type.
        public var contentType: String {
            switch self {
            case .prometheus: "text/plain; version=0.0.4; charset=utf-8"
            case .openMetrics: "application/openmetrics-text; version=1.0.0; charset=utf-8"
            }
        }
    }

    /// Every metric, as text.
    public func exposition(_ format: Format) async -> String {
        let contents = self.contents
        var text = ""
        for (name, family) in contents.families.sorted(by: { $0.key < $1.key }) {
            Self.head(name, family.kind, family.help, format, into: &text)
            for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) {
                switch series {
                case .counter(let counter): Self.line(name, labels, counter.value, into: &text)
                case .gauge(let gauge): Self.line(name, labels, gauge.value, into: &text)
                case .histogram(let histogram): Self.write(histogram, name, labels, into: &text)
                }
            }
        }
        for collector in contents.collectors.sorted(by: { $0.name < $1.name }) {
            let samples = await collector.read()
            guard !samples.isEmpty else { continue }
            Self.head(collector.name, collector.kind, collector.help, format, into: &text)
            for sample in samples { Self.line(collector.name, sample.labels, sample.value, into: &text) }
        }
        if format == .openMetrics { text += "# EOF\n" }
        return text
    }

    private static func head(_ name: String, _ kind: Kind, _ help: String?, _ format: Format, into text: inout String) {
        // OpenMetrics names the family of a counter without its suffix.
        let family = format == .openMetrics && kind == .counter && name.hasSuffix("_total") ? String(name.dropLast(6)) : name
        if let help { text += "# HELP \(family) \(help.replacing("\\", with: "\\\\").replacing("\n", with: "\\n"))\n" }
        text += "# TYPE \(family) \(kind.rawValue)\n"
        for (suffix, unit) in [("_seconds", "seconds"), ("_bytes", "bytes")]
        where format == .openMetrics && family.hasSuffix(suffix) {
            text += "# UNIT \(family) \(unit)\n"
        }
    }

    private static func line(_ name: String, _ labels: String, _ value: Double, into text: inout String) {
        text += labels.isEmpty ? "\(name) \(number(value))\n" : "\(name){\(labels)} \(number(value))\n"
    }

    private static func write(_ histogram: MetricHistogram, _ name: String, _ labels: String, into text: inout String) {
        let snapshot = histogram.snapshot
        let prefix = labels.isEmpty ? "" : labels + ","
        var total: UInt64 = 0
        for (index, count) in snapshot.counts.enumerated() {
            total += count
            let bound = index < histogram.bounds.count ? number(histogram.bounds[index]) : "+Inf"
            text += "\(name)_bucket{\(prefix)le=\"\(bound)\"} \(total)\n"
        }
        line(name + "_sum", labels, snapshot.sum, into: &text)
        line(name + "_count", labels, Double(total), into: &text)
    }

    private static func number(_ value: Double) -> String {
        if value == value.rounded(), value.magnitude < 1e15 { return String(Int64(value)) }
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return "\(value)"
    }
}
