extension Instant {
    /// Reads RFC 3339 (`2026-03-10T01:30:00Z`, `2026-03-10T06:30:00.25+05:00`); nil when the text is anything else.
    ///
    /// A fraction is floored away. A leap second (`:60`) is the second after it, as in POSIX time.
    public init?(rfc3339 text: String) {
        var scanner = DigitScanner(text)
        guard let year = scanner.number(digits: 4), scanner.skip("-"),
            let month = scanner.number(digits: 2), scanner.skip("-"),
            let day = scanner.number(digits: 2), scanner.skip("T", or: "t"),
            let date = LocalDate(year: year, month: month, day: day),
            let hour = scanner.number(digits: 2), hour <= 23, scanner.skip(":"),
            let minute = scanner.number(digits: 2), minute <= 59, scanner.skip(":"),
            let second = scanner.number(digits: 2), second <= 60
        else { return nil }
        if scanner.skip("."), !scanner.skipDigits() { return nil }
        guard let offset = scanner.zoneOffset(), scanner.isAtEnd else { return nil }
        let wall = date.epochDay * 86_400 + Int64(hour * 3600 + minute * 60 + second)
        let instant = Instant(epochSeconds: wall - Int64(offset))
        guard instant >= .earliest, instant <= .latest else { return nil }
        self = instant
    }
}

extension Instant: CustomStringConvertible {
    /// RFC 3339 in UTC, to the second. An instant outside the years 1 to 9999 prints as the nearest one inside.
    public var description: String {
        let seconds = min(max(self, .earliest), .latest).epochSeconds
        let (day, second) = seconds.flooredDivision(by: 86_400)
        return DigitWriter.text(capacity: 20) { text in
            text.write(LocalDate(epochDay: day).parts)
            text.write("T")
            text.write(Int(second / 3600), digits: 2)
            text.write(":")
            text.write(Int(second / 60 % 60), digits: 2)
            text.write(":")
            text.write(Int(second % 60), digits: 2)
            text.write("Z")
        }
    }
}

extension Instant: Codable {
    /// - Throws: `DecodingError.dataCorrupted` when the text is not RFC 3339.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let instant = Instant(rfc3339: text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "'\(text.prefix(64))' is not an RFC 3339 time")
        }
        self = instant
    }

    /// Writes RFC 3339.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

extension Int64 {
    /// The quotient rounded towards negative infinity, and the remainder, which is never negative.
    func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }
}
