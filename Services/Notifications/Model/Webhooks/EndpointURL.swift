import Foundation

/// Where an endpoint is: `http` or `https`, a host, and nothing that could be taken for another host.
struct EndpointURL: Sendable, Hashable {
    /// Longest URL in characters.
    static let length = 2_000
    /// What stands where a URL could not be read.
    static let standIn = EndpointURL(text: "https://invalid.invalid/", scheme: "https", host: "invalid.invalid")

    let text: String
    let scheme: String
    /// A name, or an address without brackets.
    let host: String

    private init(text: String, scheme: String, host: String) {
        self.text = text
        self.scheme = scheme
        self.host = host
    }

    /// Reads a URL; nil for what is none, or has a user, a password or a fragment.
    init?(_ text: String) {
        guard text.utf8.count <= Self.length, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && $0 != 0x5C }),
            var parts = URLComponents(string: text), let scheme = parts.scheme?.lowercased(),
            scheme == "http" || scheme == "https",
            parts.user == nil, parts.password == nil, parts.fragment == nil, let host = parts.percentEncodedHost?.lowercased(),
            !host.isEmpty,
            host.utf8.allSatisfy(Self.isHostByte), (1...65535).contains(parts.port ?? 443)
        else { return nil }
        // One spelling of scheme and host: what is resolved and checked must be what is connected to.
        parts.scheme = scheme
        parts.host = host
        guard let spelled = parts.string else { return nil }
        self.init(text: spelled, scheme: scheme, host: host.trimmingCharacters(in: CharacterSet(charactersIn: "[]")))
    }

    /// Names, numbers and bracketed addresses; no escapes, no other alphabets.
    private static func isHostByte(_ byte: UInt8) -> Bool {
        (0x61...0x7A).contains(byte) || (0x30...0x39).contains(byte) || "-._:[]".utf8.contains(byte)
    }
}
