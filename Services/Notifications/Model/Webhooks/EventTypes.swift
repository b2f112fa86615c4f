/// Which events an endpoint is told of.
enum EventTypes {
    /// Most patterns of one endpoint.
    static let maximum = 50
    /// Longest pattern in characters.
    static let length = 100

    /// Whether a pattern is one: a type, or the beginning of types and `.*`.
    static func isPattern(_ text: String) -> Bool {
        let stem = text.hasSuffix(".*") ? text.dropLast(2) : text[...]
        let parts = stem.split(separator: ".", omittingEmptySubsequences: false)
        guard text.count <= length, parts.first == "pledge" else { return false }
        return parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x5F }
        }
    }

    /// Whether an endpoint with these patterns is told of a type; without patterns it is told of all.
    static func matches(_ patterns: [String], _ type: String) -> Bool {
        patterns.isEmpty || patterns.contains { $0.hasSuffix(".*") ? type.hasPrefix($0.dropLast()) : type == $0 }
    }
}
