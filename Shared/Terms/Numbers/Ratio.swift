/// A measured share, kept as the two counts that it came from: seconds up over seconds measured.
///
/// It is compared exactly, and rounded only to be shown.
public struct Ratio: Hashable, Sendable, Codable {
    /// What counts.
    public let numerator: Int64
    /// Out of what; above 0.
    public let denominator: Int64

    /// The share `numerator` out of `denominator`; nil when there is nothing to take a share of.
    public init?(_ numerator: Int64, of denominator: Int64) {
        guard denominator > 0 else { return nil }
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Whether it is the percentage or more. Exact.
    public func reaches(_ percent: Percent) -> Bool {
        Int128(numerator) * percent.shareDenominator >= Int128(percent.digits) * Int128(denominator)
    }

    /// Places after the point that a share is shown with.
    public static let shownPlaces = 4

    /// As per cent, rounded down to 4 places (`99.8655`), so that nothing below a target reads as having met it.
    public var percent: String {
        points.floored(places: Self.shownPlaces)
    }

    /// The number of per cent, exactly.
    public var points: Rational {
        Rational(Int128(numerator) * 100, over: Int128(denominator))
    }
}

extension Ratio: Comparable {
    /// Compares exactly.
    public static func < (left: Ratio, right: Ratio) -> Bool {
        Int128(left.numerator) * Int128(right.denominator) < Int128(right.numerator) * Int128(left.denominator)
    }
}
