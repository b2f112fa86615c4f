import Telemetry

/// The forms that recorded measurements come in.
public enum TelemetryFormat: String, CaseIterable, Sendable {
    /// JSON lines, as `POST /v1/measurements` takes them, and of other items.
    case ndjson
    /// CSV with a header: of probe samples, of request slices, or of other items.
    case csv
    /// What Prometheus answers to `/api/v1/query_range`.
    case prometheus
    /// The compact form, `.pts`.
    case pts

    /// What a file's first bytes say that it is.
    static func detect(_ bytes: UnsafeRawBufferPointer) -> TelemetryFormat {
        if PointsFormat.magics.contains(where: bytes.prefix(4).elementsEqual) { return .pts }
        let blank: Set<UInt8> = [0x20, 0x09, 0x0A, 0x0D]
        guard let first = bytes.prefix(4096).firstIndex(where: { !blank.contains($0) }), bytes[first] == UInt8(ascii: "{") else {
            return .csv
        }
        var json = JSONScanner(bytes, first..<min(bytes.count, first + 4096), unescaped: TextStore())
        guard (try? json.expect(UInt8(ascii: "{"))) != nil, let name = try? json.string() else { return .ndjson }
        return name.matches("status") || name.matches("data") ? .prometheus : .ndjson
    }
}
