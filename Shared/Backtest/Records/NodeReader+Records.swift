import Terms

extension NodeReader {
    /// A time that recorded things may have.
    func recordedInstant() -> Instant {
        let instant = instant()
        guard BelievedTime.range.contains(instant.epochSeconds) else {
            if node != nil { fail("must be between the years 2000 and 9999") }
            return Instant(epochSeconds: BelievedTime.range.lowerBound)
        }
        return instant
    }

    /// The members `from` and `to` of an object; without `to` it still lasts.
    func recordedStretch() -> Interval {
        let start = self["from"].recordedInstant()
        let end = ifPresent("to") { $0.recordedInstant() } ?? .latest
        if end <= start { self["to"].fail("must be after from") }
        return Interval(start, max(start, end))
    }

    /// An exact decimal, as a number or in quotes: of any sign, with at most 12 digits before the point and 6 after it.
    func decimal() -> Rational {
        let text: String
        switch node?.value {
        case .number(let number), .string(let number): text = number
        default: text = ""
        }
        guard let value = Rational(decimal: text) else {
            if node == nil { _ = self.text() } else { fail("must be a decimal such as \"12.5\", with at most 12 and 6 digits") }
            return .zero
        }
        return value
    }

    /// An id that somebody else gave.
    func recordedID() -> String { text(1...128) }
}

extension Rational {
    /// Digits of a measured value before the point, and after it: sums of a million values then fit 128 bits with ease.
    private static let digits = (whole: 12, places: 6)

    /// Reads plain decimal notation; nil when the text is anything else, or too long.
    init?(decimal text: String) {
        let isNegative = text.first == "-"
        let parts = text.dropFirst(isNegative ? 1 : 0).split(separator: ".", omittingEmptySubsequences: false)
        let areDigits = parts.allSatisfy { part in
            !part.isEmpty && part.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
        }
        guard (1...2).contains(parts.count), areDigits, parts[0].count <= Self.digits.whole else { return nil }
        let fraction = parts.count == 2 ? parts[1] : ""
        guard fraction.count <= Self.digits.places, let digits = Int64(parts[0] + fraction) else { return nil }
        let scale = (0..<fraction.count).reduce(Int128(1)) { scale, _ in scale * 10 }
        self.init(Int128(isNegative ? -digits : digits), over: scale)
    }
}
