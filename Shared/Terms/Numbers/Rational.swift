/// An exact fraction in lowest terms, as text `665861/25`, or `26784` when it is whole.
///
/// For what is computed from measured seconds and agreed percentages: seconds that a target allows, credit percents.
public struct Rational: Hashable, Sendable {
    /// Carries the sign.
    public let numerator: Int128
    /// Always positive.
    public let denominator: Int128

    /// Nothing.
    public static let zero = Rational(0)

    /// A whole number.
    public init(_ whole: Int64) {
        numerator = Int128(whole)
        denominator = 1
    }

    /// `numerator / denominator` in lowest terms. The denominator must not be 0.
    public init(_ numerator: Int128, over denominator: Int128) {
        precondition(denominator != 0, "a fraction over zero")
        let divisor = Self.greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
        let sign: Int128 = denominator < 0 ? -1 : 1
        self.numerator = sign * numerator / divisor
        self.denominator = sign * denominator / divisor
    }

    private init(lowest numerator: Int128, over denominator: Int128) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Reads `n` or `n/d`, each of at most 18 digits; nil when the text is anything else.
    public init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), let numerator = Self.integer(parts[0]) else { return nil }
        guard parts.count == 2 else {
            self.init(numerator)
            return
        }
        guard let denominator = Self.integer(parts[1]), denominator > 0 else { return nil }
        self.init(Int128(numerator), over: Int128(denominator))
    }

    private static func integer(_ text: Substring) -> Int64? {
        text.utf8.count <= 19 ? Int64(text) : nil
    }

    private static func greatestCommonDivisor(_ left: UInt128, _ right: UInt128) -> Int128 {
        var (left, right) = (left, right)
        while right != 0 { (left, right) = (right, left % right) }
        return Int128(left)
    }

    /// The largest whole number that is not above it.
    public var floored: Int128 {
        let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
        return remainder < 0 ? quotient - 1 : quotient
    }

    /// The smallest whole number that is not below it.
    public var ceiling: Int128 {
        -Rational(-numerator, over: denominator).floored
    }

    /// The exact sum.
    public static func + (left: Rational, right: Rational) -> Rational {
        let shared = greatestCommonDivisor(left.denominator.magnitude, right.denominator.magnitude)
        let factor = right.denominator / shared
        return Rational(left.numerator * factor + right.numerator * (left.denominator / shared), over: left.denominator * factor)
    }

    /// The exact difference.
    public static func - (left: Rational, right: Rational) -> Rational {
        left + Rational(lowest: -right.numerator, over: right.denominator)
    }

    /// The exact product. What both sides share is divided out first, so that it stays small.
    public static func * (left: Rational, right: Rational) -> Rational {
        let one = greatestCommonDivisor(left.numerator.magnitude, right.denominator.magnitude)
        let other = greatestCommonDivisor(right.numerator.magnitude, left.denominator.magnitude)
        return Rational(
            lowest: (left.numerator / one) * (right.numerator / other),
            over: (left.denominator / other) * (right.denominator / one))
    }

    /// The exact quotient. The right side must not be 0.
    public static func / (left: Rational, right: Rational) -> Rational {
        left * Rational(right.denominator, over: right.numerator)
    }
}

extension Rational: Comparable {
    /// Compares exactly, in 256 bits.
    public static func < (left: Rational, right: Rational) -> Bool {
        let mine = left.numerator.multipliedFullWidth(by: right.denominator)
        let theirs = right.numerator.multipliedFullWidth(by: left.denominator)
        return mine.high != theirs.high ? mine.high < theirs.high : mine.low < theirs.low
    }
}

extension Rational: CustomStringConvertible {
    /// `n/d`, or `n` when it is whole.
    public var description: String {
        denominator == 1 ? String(numerator) : "\(numerator)/\(denominator)"
    }

    /// As a decimal, rounded down at `places` places: `3.3333`.
    public func floored(places: Int) -> String {
        var scale: Int128 = 1
        for _ in 0..<places { scale *= 10 }
        let scaled = (self * Rational(scale, over: 1)).floored
        let (quotient, remainder) = scaled.magnitude.quotientAndRemainder(dividingBy: scale.magnitude)
        let sign = scaled < 0 ? "-" : ""
        guard places > 0 else { return sign + String(quotient) }
        let digits = String(remainder)
        return sign + String(quotient) + "." + String(repeating: "0", count: places - digits.count) + digits
    }
}

extension Rational: Codable {
    /// - Throws: `DecodingError.dataCorrupted` when the text is no fraction.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let rational = try Rational(container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a fraction such as 665861/25")
        }
        self = rational
    }

    /// Writes `n/d`, or `n`.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
