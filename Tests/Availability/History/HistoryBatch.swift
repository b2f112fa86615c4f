import Foundation

/// Facts that are sent together, in one of the formats.
struct HistoryBatch: Sendable {
    let facts: [HistoryFact]
    /// The media type.
    let type: String
    let body: Data

    /// Cuts facts into batches of random size, in a format that can say them.
    static func cut(_ facts: [HistoryFact], _ random: inout Seeded) -> [HistoryBatch] {
        var batches: [HistoryBatch] = []
        var rest = facts[...]
        while !rest.isEmpty {
            let part = rest.prefix(.random(in: 1...400, using: &random))
            rest = rest.dropFirst(part.count)
            guard Bool.random(using: &random) else {
                batches.append(.json(Array(part), &random))
                continue
            }
            for (header, facts) in Dictionary(grouping: part, by: \.csvHeader).sorted(by: { $0.key ?? "" < $1.key ?? "" }) {
                batches.append(header.map { .csv($0, facts, &random) } ?? .json(facts, &random))
            }
        }
        return batches
    }

    private static func csv(_ header: String, _ facts: [HistoryFact], _ random: inout Seeded) -> HistoryBatch {
        let isEpoch = Bool.random(using: &random)
        let lines = [header] + facts.compactMap { $0.csv(isEpoch: isEpoch) }
        return HistoryBatch(facts: facts, type: "text/csv", body: Data(lines.joined(separator: "\r\n").utf8))
    }

    private static func json(_ facts: [HistoryFact], _ random: inout Seeded) -> HistoryBatch {
        let fraction = Bool.random(using: &random) ? "" : ".75"
        let items = facts.map { $0.json(fraction) }
        guard Bool.random(using: &random) else {
            return HistoryBatch(
                facts: facts, type: "application/x-ndjson", body: Data(items.joined(separator: "\n").utf8))
        }
        let body = #"{"measurements":[\#(items.joined(separator: ","))]}"#
        return HistoryBatch(facts: facts, type: "application/json", body: Data(body.utf8))
    }
}
