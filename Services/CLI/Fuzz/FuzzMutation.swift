import Terms

/// Changes a document so that it may or may not be one any more.
enum FuzzMutation {
    /// A changed document, as a text.
    static func mutated(
        _ bytes: [UInt8], _ node: Node, splicing other: [UInt8], _ random: inout SeededRandom
    ) -> [UInt8] {
        switch random.integer(in: 0...9) {
        case 0: mutatedBytes(bytes, &random)
        case 1: mutatedLines(bytes, splicing: other, &random)
        case 2...4: mutatedWords(bytes, splicing: other, &random)
        default: Array(mutatedParts(node, &random).json.utf8)
        }
    }

    /// Some bytes are others, gone or new.
    private static func mutatedBytes(_ bytes: [UInt8], _ random: inout SeededRandom) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<random.integer(in: 1...8) where !bytes.isEmpty {
            let index = Int(random.integer(in: 0...Int64(bytes.count - 1)))
            let byte = UInt8(random.integer(in: 0...255))
            switch random.integer(in: 0...2) {
            case 0: bytes[index] = byte
            case 1: bytes.insert(byte, at: index)
            default: bytes.remove(at: index)
            }
        }
        return bytes
    }

    /// A line is gone, twice there, deeper, elsewhere, or one of another document.
    private static func mutatedLines(
        _ bytes: [UInt8], splicing other: [UInt8], _ random: inout SeededRandom
    ) -> [UInt8] {
        var lines = bytes.split(separator: newline, omittingEmptySubsequences: false).map(Array.init)
        let others = other.split(separator: newline, omittingEmptySubsequences: false).map(Array.init)
        for _ in 0..<random.integer(in: 1...3) where lines.count > 1 {
            let index = Int(random.integer(in: 0...Int64(lines.count - 1)))
            switch random.integer(in: 0...4) {
            case 0: lines.remove(at: index)
            case 1: lines.insert(lines[index], at: index)
            case 2: lines[index].insert(contentsOf: [space, space], at: 0)
            case 3: lines.swapAt(index, Int(random.integer(in: 0...Int64(lines.count - 1))))
            default: lines[index] = others.randomElement(using: &random) ?? []
            }
        }
        return Array(lines.joined(separator: [newline]))
    }

    /// Some words are others: of either document, or such as are good for trouble.
    private static func mutatedWords(
        _ bytes: [UInt8], splicing other: [UInt8], _ random: inout SeededRandom
    ) -> [UInt8] {
        var bytes = bytes
        for _ in 0..<random.integer(in: 1...4) {
            guard let old = word(in: bytes, &random) else { continue }
            let new: [UInt8]
            switch random.integer(in: 0...3) {
            case 0: new = troubles.randomElement(using: &random).map { Array($0.utf8) } ?? []
            case 1: new = word(in: other, &random).map { Array(other[$0]) } ?? []
            default: new = word(in: bytes, &random).map { Array(bytes[$0]) } ?? []
            }
            bytes.replaceSubrange(old, with: new)
        }
        return bytes
    }

    private static func word(in bytes: [UInt8], _ random: inout SeededRandom) -> Range<Int>? {
        guard !bytes.isEmpty else { return nil }
        let index = Int(random.integer(in: 0...Int64(bytes.count - 1)))
        let start = bytes[..<index].lastIndex { separators.contains($0) }.map { $0 + 1 } ?? 0
        let end = bytes[index...].firstIndex { separators.contains($0) } ?? bytes.count
        return start < end ? start..<end : nil
    }

    /// A value is another, an element is gone, twice there, elsewhere, or stands for a member.
    private static func mutatedParts(_ node: Node, _ random: inout SeededRandom) -> Node {
        var node = node
        for _ in 0..<random.integer(in: 1...4) { node = mutatedPart(node, &random) }
        return node
    }

    private static func mutatedPart(_ node: Node, _ random: inout SeededRandom) -> Node {
        switch node.value {
        case .map(var members):
            guard let index = members.indices.randomElement(using: &random) else { return node }
            if random.once(in: 40) {
                members.remove(at: index)
            } else {
                members[index] = Node.Member(members[index].key, mutatedPart(members[index].node, &random))
            }
            return Node(.map(members))
        case .list(var nodes):
            guard let index = nodes.indices.randomElement(using: &random) else { return node }
            switch random.integer(in: 0...11) {
            case 0: nodes.remove(at: index)
            case 1: nodes.insert(nodes[index], at: 0)
            case 2: nodes.swapAt(index, 0)
            default: nodes[index] = mutatedPart(nodes[index], &random)
            }
            return Node(.list(nodes))
        case .bool(let bool): return Node(.bool(!bool))
        case .number: return Node(.number(String(random.integer(in: -1...400))))
        case .string, .null: return Node(.string(troubles.randomElement(using: &random) ?? ""))
        }
    }

    private static let newline = UInt8(ascii: "\n")
    private static let space = UInt8(ascii: " ")
    private static let separators = Set(" \n\t:,[]{}\"'".utf8)

    /// Values of every kind that the format has, at and over its bounds.
    private static let troubles = [
        "0", "100", "99.9", "99.999999", "0.000001", "1000", "9999.999999", "-1", "1e9", "999999999999999999999", "PT0S", "PT1S",
        "PT48H", "P36600D", "P100000W", "PT9999999999S", "month", "quarter", "year", "rolling-1d", "rolling-3660d",
        "rolling-180d",
        "guarantee", "target", "excluded", "up", "down", "excluded_removed", "excluded_counts_as_up", "complete", "started",
        "pro_rata",
        "downtime", "shortfall", "maintenance", "emergency_maintenance", "scheduled_maintenance", "force_majeure", "customer",
        "UTC", "Asia/Karachi", "America/New_York", "Pacific/Apia", "Africa/Monrovia", "0001-01-01", "9999-12-31", "2024-02-29",
        "2026-02-30", "00:00", "24:00", "true", "false", "null", "", "~", "|", "- ", "&a", "*a", "!!str x", "\u{FEFF}", "é",
        "99.0% - 99.9%", "17/111/2025", "02.11.2022", "(A-B+C)/A", "30-day month: 43.2 minutes", "S2-5.2", "cpaas", "sum",
        "highest",
    ]
}
