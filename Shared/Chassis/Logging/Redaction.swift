import Foundation

/// What a log must never show.
enum Redaction {
    static let mask = "[redacted]"

    private static let secretNames = [
        "password", "secret", "token", "authorization", "api_key", "apikey", "cookie", "signing_key",
    ].map { Array($0.utf8) }
    /// A JWT starts with the base64 of `{"`; keys and webhook secrets have prefixes of their own.
    private static let secretStarts = ["plk_", "whsec_", "eyJ", "password="]
    private static let secretStartBytes = secretStarts.map { Array($0.utf8) }

    /// Whether a member's name says that its value is secret.
    static func isSecret(_ name: String) -> Bool {
        holds(name.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }, anyOf: secretNames)
    }

    /// The text without API keys, webhook secrets and access tokens, wherever they stand in it.
    static func redact(_ text: String) -> String {
        guard holds(Array(text.utf8), anyOf: secretStartBytes) else { return text }
        var result = text
        for start in secretStarts { result = mask(result, from: start) }
        return result
    }

    /// Looks at bytes, not characters: this runs for every member of every line, and what is looked for is ASCII.
    private static func holds(_ text: [UInt8], anyOf marks: [[UInt8]]) -> Bool {
        text.withUnsafeBufferPointer { text in
            text.indices.contains { start in
                marks.contains { mark in
                    text[start] == mark[0] && text.count - start >= mark.count
                        && mark.indices.allSatisfy { text[start + $0] == mark[$0] }
                }
            }
        }
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
