import Foundation

/// What a log must never show.
enum Redaction {
    static let mask = "[redacted]"

    private static let secretNames = [
        "password", "secret", "token", "authorization", "api_key", "apikey", "cookie", "signing_key",
    ].map { Array($0.utf8) }
    /// A JWT starts with the base64 of `{"`; keys and webhook secrets have prefixes of their own.
    private static let secretStarts = ["plk_", "whsec_", "eyJ", "password="]
    private static let names = Marks(secretNames)
    private static let starts = Marks(secretStarts.map { Array($0.utf8) })

    /// Whether a member's name says that its value is secret.
    static func isSecret(_ name: String) -> Bool {
        names.areHeld(by: name.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 })
    }

    /// The text without API keys, webhook secrets and access tokens, wherever they stand in it.
    static func redact(_ text: String) -> String {
        var text = text
        guard text.withUTF8({ starts.areHeld(by: $0) }) else { return text }
        var result = text
        for start in secretStarts { result = mask(result, from: start) }
        return result
    }

    private static func mask(_ text: String, from start: String) -> String {
        var parts = text.components(separatedBy: start)
        guard parts.count > 1 else { return text }
        for index in 1..<parts.count {
            let rest = parts[index].drop { $0.isLetter || $0.isNumber || "-_.+/=".contains($0) }
            parts[index] = "…" + mask + rest
        }
        return parts.joined(separator: start)
    }
}

/// Texts to look for. Looks at bytes, not characters: this runs for every member of every line, and what is looked for is ASCII.
private struct Marks: Sendable {
    private let marks: [[UInt8]]
    /// Whether one of them begins with a byte: few bytes of a text do, and nothing else is asked of the others.
    private let isFirst: [Bool]

    init(_ marks: [[UInt8]]) {
        self.marks = marks
        isFirst = (0...255).map { byte in marks.contains { $0[0] == byte } }
    }

    /// Whether one of them stands in a text.
    func areHeld(by text: some RandomAccessCollection<UInt8>) -> Bool {
        var rest = text[...]
        while let byte = rest.first {
            if isFirst[Int(byte)], marks.contains(where: { rest.starts(with: $0) }) { return true }
            rest = rest.dropFirst()
        }
        return false
    }
}
