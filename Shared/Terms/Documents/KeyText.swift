/// The names that tenants give their things: lower-case letters, digits, `-`, `_` and `.`, the first a letter or digit.
public enum KeyText {
    /// The most bytes of a key; it is ASCII, so as many characters.
    public static let maximumLength = 64

    /// Whether a text is a key.
    public static func isKey(_ text: String) -> Bool {
        guard (1...maximumLength).contains(text.utf8.count), let first = text.utf8.first, isStart(first) else { return false }
        return text.utf8.allSatisfy {
            isStart($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: ".")
        }
    }

    private static func isStart(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte) || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }
}
