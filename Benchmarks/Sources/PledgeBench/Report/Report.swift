import Foundation

/// What a run found, as a table for people and as JSON for programs.
struct Report: Encodable {
    /// When the run began.
    let startedAt: String
    /// The machine, so that nobody compares figures across machines.
    let machine: String
    /// `fdatasync` calls a second on the disk of this run: durable figures hang on it.
    let diskSyncsPerSecond: Double
    /// The results in the order in which they were measured.
    var results: [Comparison] = []

    private enum CodingKeys: String, CodingKey {
        case startedAt = "started_at", machine, diskSyncsPerSecond = "disk_syncs_per_second", results
    }

    /// One line a result, in columns.
    static func line(_ result: Comparison) -> String {
        let verdict =
            switch result.isReached {
            case .some(true): "reached"
            case .some(false): "MISSED"
            case nil: ""
            }
        let target = result.target.map { "\(result.direction == .atLeast ? "≥" : "<") \(number($0))" } ?? "–"
        let columns = [
            pad(result.name, 58), pad("\(number(result.ours)) \(result.unit)", 20),
            pad("\(number(result.peer)) \(result.peerName)", 30), pad(number(result.ratio), 8), pad(target, 8), verdict,
        ]
        return columns.joined(separator: " ") + (result.note.map { "\n    \($0)" } ?? "")
    }

    /// The table's head.
    static var head: String {
        [pad("what", 58), pad("Pledge", 20), pad("peer or limit", 30), pad("ratio", 8), pad("target", 8), ""].joined(
            separator: " ")
    }

    /// Writes the whole as JSON.
    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        encoder.nonConformingFloatEncodingStrategy = .convertToString(
            positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
        try encoder.encode(self).write(to: URL(filePath: path))
    }

    private static func pad(_ text: String, _ width: Int) -> String {
        text.count >= width ? text : text + String(repeating: " ", count: width - text.count)
    }

    /// Figures of rounds, the smallest first.
    static func list(_ values: [Double]) -> String { values.sorted().map(number).joined(separator: ", ") }

    /// Four significant figures at most, and no exponent: figures of a benchmark have no more.
    static func number(_ value: Double) -> String {
        switch abs(value) {
        case 1000...: String(Int(value.rounded()))
        case 100...: String(format: "%.0f", value)
        case 10...: String(format: "%.1f", value)
        default: String(format: "%.2f", value)
        }
    }
}
