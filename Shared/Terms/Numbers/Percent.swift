/// An exact decimal percentage, zero or more: `99.9`. As JSON a string.
///
/// Written without trailing zeros; two percentages of the same value are equal.
public struct Percent: Hashable, Sendable {
    /// The digits, without the point: 999 for `99.9`.
    let digits: Int64
    /// How many of the digits follow the point.
    let places: Int

    /// Most digits before the point. Credits of some hundred per cent exist on paper.
    public static let wholeDigitsMaximum = 4
    /// Most digits after the point: eight nines. Products of three percentages with seconds then fit 128 bits.
    public static let placesMaximum = 6

    /// 0 %.
    public static let zero = Percent(digits: 0, places: 0)
    /// 100 %.
    public static let hundred = Percent(digits: 100, places: 0)

    private init(digits: Int64, places: Int) {
        var (digits, places) = (digits, places)
        while places > 0, digits % 10 == 0 {
            digits /= 10
            places -= 1
        }
        self.digits = digits
        self.places = places
    }

    /// Reads plain decimal notation (`99.9`, `100`, `0.05`), without sign, exponent or per cent sign; nil otherwise.
    public init?(_ text: String) {
        var scanner = DigitScanner(text)
        guard let whole = scanner.number(atMost: Self.wholeDigitsMaximum) else { return nil }
        guard scanner.skip(".") else {
            guard scanner.isAtEnd else { return nil }
            self.init(digits: whole, places: 0)
            return
        }
        let places = text.utf8.count - text.utf8.prefix { $0 != UInt8(ascii: ".") }.count - 1
        guard let fraction = scanner.number(atMost: Self.placesMaximum), scanner.isAtEnd else { return nil }
        self.init(digits: whole * Self.powerOfTen(places) + fraction, places: places)
    }

    /// A whole percentage; negative numbers count as 0.
    public init(whole: Int) {
        self.init(digits: Int64(max(0, whole)), places: 0)
    }

    /// The number of per cent as a fraction: 999/10 for `99.9`.
    public var points: Rational {
        Rational(Int128(digits), over: Int128(Self.powerOfTen(places)))
    }

    /// The share that it stands for: 999/1000 for `99.9`.
    public var share: Rational {
        Rational(Int128(digits), over: Int128(Self.powerOfTen(places)) * 100)
    }

    /// 10 to the power of `places` + 2, so that a share is `digits` over this.
    var shareDenominator: Int128 {
        Int128(Self.powerOfTen(places)) * 100
    }

    private static func powerOfTen(_ exponent: Int) -> Int64 {
        var power: Int64 = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }
}

extension Percent: Comparable {
    /// Compares exactly.
    public static func < (left: Percent, right: Percent) -> Bool {
        Int128(left.digits) * right.shareDenominator < Int128(right.digits) * left.shareDenominator
    }
}

extension Percent: CustomStringConvertible {
    /// Plain decimal notation without trailing zeros.
    public var description: String {
        points.floored(places: places)
    }
}

extension Percent: Codable {
    /// - Throws: `DecodingError.dataCorrupted` when the text is no decimal percentage.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let percent = try Percent(container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a percentage such as 99.9")
        }
        self = percent
    }

    /// Writes plain decimal notation.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
