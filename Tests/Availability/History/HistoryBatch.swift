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
            let probes = part.filter { $0.csv(isEpoch: true) != nil }
            if Bool.random(using: &random), !probes.isEmpty {
                batches.append(.csv(Array(probes), &random))
                let others = part.filter { $0.csv(isEpoch: true) == nil }
                if !others.isEmpty { batches.append(.json(others, &random)) }
            } else {
                batches.append(.json(Array(part), &random))
            }
        }
        return batches
    }

    private static func csv(_ facts: [HistoryFact], _ random: inout Seeded) -> HistoryBatch {
        let isEpoch = Bool.random(using: &random)
        let lines = ["at,location,state,component,service"] + facts.compactMap { $0.csv(isEpoch: isEpoch) }
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
