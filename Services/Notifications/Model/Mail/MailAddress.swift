/// An address that mail can be sent to without extensions of SMTP: ASCII, `local@domain`, nothing that ends a command.
struct MailAddress: Sendable, Hashable, CustomStringConvertible {
    /// Longest address in characters (RFC 5321, 4.5.3.1.3).
    private static let length = 254

    let description: String
    let domain: String

    /// Reads an address; nil for what could be something else on the wire.
    init?(_ text: String) {
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty, text.utf8.count <= Self.length,
            text.utf8.allSatisfy({ (0x21...0x7E).contains($0) && !"<>(),;:\\\"[]".utf8.contains($0) })
        else { return nil }
        description = text
        domain = String(parts[1])
    }
}
