import Foundation
import HTTPTypes

/// What a request brings to prove who calls.
enum Credential: Sendable, Equatable {
    /// Nothing.
    case none
    /// An access token.
    case token(String)
    /// An API key, as `Bearer` or as the password of `Basic`.
    case apiKey(String)
    /// Something that is neither; why, for the client.
    case malformed(String)

    /// The longest `Authorization` field in bytes: a token with every role and the longest ids has less than a quarter.
    static let maximumBytes = 4096
    /// How every API key begins.
    static let apiKeyPrefix = "plk_"

    /// Reads the `Authorization` field.
    init(_ headers: HTTPFields) {
        let values = headers[values: .authorization]
        guard let value = values.first else {
            self = .none
            return
        }
        guard values.count == 1 else {
            self = .malformed("there is more than one Authorization field")
            return
        }
        guard value.utf8.count <= Self.maximumBytes else {
            self = .malformed("the Authorization field is too long")
            return
        }
        let parts = value.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
        guard parts.count == 2 else {
            self = .malformed("the Authorization field has no credential")
            return
        }
        let secret = Self.trimmed(parts[1])
        switch parts[0].lowercased() {
        case "bearer": self = secret.hasPrefix(Self.apiKeyPrefix) ? .apiKey(secret) : .token(secret)
        case "basic": self = Self.basic(secret)
        default: self = .malformed("the Authorization scheme is neither Bearer nor Basic")
        }
    }

    /// Without the blanks around it: a field's are spaces and tabs (RFC 9110, section 5.6.3).
    private static func trimmed(_ text: Substring) -> String {
        let isBlank = { (byte: UInt8) in byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
        guard let first = text.utf8.firstIndex(where: { !isBlank($0) }), let last = text.utf8.lastIndex(where: { !isBlank($0) })
        else { return "" }
        return String(text[first...last])
    }

    /// The password of a Basic credential; the user name says nothing.
    private static func basic(_ text: String) -> Credential {
        guard let data = Data(base64Encoded: text), let pair = String(data: data, encoding: .utf8),
            let colon = pair.firstIndex(of: ":")
        else { return .malformed("the Basic credential cannot be read") }
        let password = pair[pair.index(after: colon)...]
        guard password.hasPrefix(apiKeyPrefix) else { return .malformed("the Basic password is not an API key") }
        return .apiKey(String(password))
    }
}
