import Contracts
import Telemetry

/// Reads what Prometheus answers to `/api/v1/query_range`: a matrix of series, each with its labels and its values.
///
/// Probes are 1 or 0. A value that is `NaN` is refused: nobody knows what it means.
struct PrometheusReader {
    private let file: MappedFile
    private let mapping: PrometheusMapping
    private let unescaped = TextStore()

    init(_ file: MappedFile, mapping: PrometheusMapping) {
        self.file = file
        self.mapping = mapping
    }

    func read<Sink: TelemetrySink>(into sink: inout Sink) throws(TelemetryError) {
        var json = JSONScanner(file.bytes, 0..<file.bytes.count, unescaped: unescaped)
        do throws(JSONScanner.Malformed) {
            var found = false
            try json.members { name, json throws(JSONScanner.Malformed) in
                if name.matches("data"), json.next() == UInt8(ascii: "{") {
                    found = try readData(&json, &sink)
                } else if name.matches("status") {
                    guard case .string(let status) = try json.value(), status.matches("success") else {
                        throw json.malformed("the status is not success: there is nothing in it")
                    }
                } else {
                    _ = try json.value()
                }
            }
            try json.expectEnd()
            if !found { throw json.malformed("there is no data.result in it") }
        } catch {
            throw file.error("byte \(error.offset)", error.what)
        }
        if let trouble = sink.trouble { throw file.error("", trouble) }
        file.finish()
    }

    private func readData<Sink: TelemetrySink>(
        _ json: inout JSONScanner, _ sink: inout Sink
    ) throws(JSONScanner.Malformed) -> Bool {
        var found = false
        try json.members { name, json throws(JSONScanner.Malformed) in
            if name.matches("resultType") {
                guard case .string(let type) = try json.value(), type.matches("matrix") else {
                    throw json.malformed("the result is no matrix: ask query_range, with a start, an end and a step")
                }
            } else if name.matches("result"), json.next() == UInt8(ascii: "[") {
                found = true
                try json.elements { json throws(JSONScanner.Malformed) in try readSeries(&json, &sink) }
            } else {
                _ = try json.value()
            }
        }
        return found
    }

    private func readSeries<Sink: TelemetrySink>(
        _ json: inout JSONScanner, _ sink: inout Sink
    ) throws(JSONScanner.Malformed) {
        var targets: [(series: TelemetrySeries, number: Int?)]?
        try json.members { name, json throws(JSONScanner.Malformed) in
            if name.matches("metric") {
                let labels = try json.labels()
                targets = mapping.targets(of: labels).map { ($0, sink.number(of: $0)) }
            } else if name.matches("values") {
                guard let targets else { throw json.malformed("the values come before their metric") }
                try json.elements { json throws(JSONScanner.Malformed) in
                    let point = try readPoint(&json)
                    if targets.isEmpty { sink.unknown() }
                    for target in targets { try take(point, target.series.kind, target.number, &sink, json) }
                    file.advance(to: json.position)
                }
                if let trouble = sink.trouble { throw json.malformed(trouble) }
            } else {
                _ = try json.value()
            }
        }
    }

    private func readPoint(
        _ json: inout JSONScanner
    ) throws(JSONScanner.Malformed) -> (at: Int64, value: UnsafeRawBufferPointer) {
        try json.expect(UInt8(ascii: "["))
        let at = try json.wholeSeconds()
        try json.expect(UInt8(ascii: ","))
        let value = try json.string()
        try json.expect(UInt8(ascii: "]"))
        return (at, value)
    }

    @inline(__always)
    private func take<Sink: TelemetrySink>(
        _ point: (at: Int64, value: UnsafeRawBufferPointer), _ kind: TelemetrySeries.Kind, _ number: Int?, _ sink: inout Sink,
        _ json: JSONScanner
    ) throws(JSONScanner.Malformed) {
        guard BelievedTime.range.contains(point.at) else { throw json.malformed(BelievedTime.complaint) }
        guard let number else { return sink.unknown() }
        if kind == .probe {
            guard point.value.count == 1, point.value[0] == UInt8(ascii: "1") || point.value[0] == UInt8(ascii: "0") else {
                throw json.malformed("a probe's value is \"1\" or \"0\"")
            }
            sink.probe(number, at: point.at, isDown: point.value[0] == UInt8(ascii: "0"))
        } else {
            let text = String(decoding: point.value, as: UTF8.self)
            guard let value = Double(text), value >= 0, value <= Double(ItemLimits.valueMaximum) else {
                throw json.malformed("a counter's value is a number from 0 to \(ItemLimits.valueMaximum)")
            }
            sink.counter(number, at: point.at, value: Int64(value))
        }
    }
}

extension JSONScanner {
    /// The labels of a metric: an object of strings.
    fileprivate mutating func labels() throws(Malformed) -> [String: String] {
        var labels: [String: String] = [:]
        try members { name, json throws(Malformed) in
            guard labels.count < PrometheusMapping.labelsMaximum else { throw json.malformed("a metric with too many labels") }
            labels[String(decoding: name, as: UTF8.self)] = String(decoding: try json.string(), as: UTF8.self)
        }
        return labels
    }

    /// A time in seconds, its fraction cut.
    fileprivate mutating func wholeSeconds() throws(Malformed) -> Int64 {
        guard let byte = next(), byte &- 48 < 10 else { throw malformed("expected a time in seconds") }
        return try numberCut()
    }
}
