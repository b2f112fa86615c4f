/// Reads the fixed-width digit groups of dates, times and durations, byte by byte.
struct DigitScanner {
    private let bytes: [UInt8]
    private var index = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { index == bytes.count }

    /// Exactly `digits` digits.
    mutating func number(digits: Int) -> Int? {
        guard index + digits <= bytes.count else { return nil }
        var value = 0
        for byte in bytes[index..<index + digits] {
            guard let digit = Self.digit(byte) else { return nil }
            value = value * 10 + digit
        }
        index += digits
        return value
    }

    /// One to `atMost` digits; keep `atMost` at 18 or below, so that they fit.
    mutating func number(atMost: Int) -> Int64? {
        var value: Int64 = 0
        var count = 0
        while index < bytes.count, let digit = Self.digit(bytes[index]) {
            count += 1
            guard count <= atMost else { return nil }
            value = value * 10 + Int64(digit)
            index += 1
        }
        return count > 0 ? value : nil
    }

    /// Takes `character` (or `other`) when it is next.
    mutating func skip(_ character: Character, or other: Character? = nil) -> Bool {
        guard index < bytes.count else { return false }
        guard bytes[index] == character.asciiValue || (other != nil && bytes[index] == other?.asciiValue) else { return false }
        index += 1
        return true
    }

    /// Takes digits, of which there must be one at least.
    mutating func skipDigits() -> Bool {
        let start = index
        while index < bytes.count, Self.digit(bytes[index]) != nil { index += 1 }
        return index > start
    }

    /// `Z` or `±hh:mm`, in seconds east of UTC.
    mutating func zoneOffset() -> Int? {
        if skip("Z", or: "z") { return 0 }
        let east = skip("+")
        guard east || skip("-") else { return nil }
        guard let hours = number(digits: 2), hours <= 23, skip(":"), let minutes = number(digits: 2), minutes <= 59 else {
            return nil
        }
        let seconds = hours * 3600 + minutes * 60
        return east ? seconds : -seconds
    }

    private static func digit(_ byte: UInt8) -> Int? {
        byte >= 48 && byte <= 57 ? Int(byte) - 48 : nil
    }
}
