import Foundation

/// What a log must never show.
enum Redaction {
    static let mask = "[redacted]"

    private static let secretNames = [
        "password", "secret", "token", "authorization", "api_key", "apikey", "cookie", "signing_key",
    ]

    /// Whether a member's name says that its value is secret.
    static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return secretNames.contains { name.contains($0) }
    }

    /// The text without API keys, webhook secrets and access tokens, wherever they stand in it.
    static func redact(_ text: String) -> String {
        guard text.contains("plk_") || text.contains("whsec_") || text.contains("eyJ") || text.contains("password=") else {
            return text
        }
        var result = text
        // A JWT starts with the base64 of `{"`; keys and webhook secrets have prefixes of their own.
        for start in ["plk_", "whsec_", "eyJ", "password="] { result = mask(result, from: start) }
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
