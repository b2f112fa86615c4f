extension Rational {
    /// Denominators up to this are kept; it leaves room to multiply two fractions, and a unit of 10⁻⁹ per cent or minor
    /// units is far below anything that is ever paid.
    private static let denominatorKept: Int128 = 1_000_000_000

    /// The product, exact while it fits. Where it does not, both sides are rounded down to billionths first, then
    /// to whole numbers; what does not fit even so becomes the largest amount there is.
    ///
    /// For money, whose factors come from outside: they must never bring the process down.
    func timesBounded(_ other: Rational) -> Rational {
        for scale in [nil, Self.denominatorKept, 1] as [Int128?] {
            let left = scale.map(coarse) ?? self
            let right = scale.map(other.coarse) ?? other
            if let product = left.product(right) { return product }
        }
        return Rational((numerator < 0) == (other.numerator < 0) ? Int64.max : Int64.min)
    }

    /// The sum, exact while it fits; see `timesBounded`.
    func plusBounded(_ other: Rational) -> Rational {
        for scale in [nil, Self.denominatorKept, 1] as [Int128?] {
            let left = scale.map(coarse) ?? self
            let right = scale.map(other.coarse) ?? other
            if let sum = left.sum(right) { return sum }
        }
        return Rational(numerator < 0 ? Int64.min : Int64.max)
    }

    /// The same, rounded down to a multiple of 1 / `scale` where its denominator is larger than that.
    private func coarse(_ scale: Int128) -> Rational {
        guard denominator > scale else { return self }
        let (scaled, overflow) = numerator.multipliedReportingOverflow(by: scale)
        // What is too large to scale is so large that its fraction says nothing.
        return overflow ? Rational(floored, over: 1) : Rational(Rational(scaled, over: denominator).floored, over: scale)
    }

    private func product(_ other: Rational) -> Rational? {
        // What both sides share is divided out first, so that it stays small.
        let one = Rational(numerator, over: other.denominator)
        let two = Rational(other.numerator, over: denominator)
        let (top, overTop) = one.numerator.multipliedReportingOverflow(by: two.numerator)
        let (bottom, overBottom) = one.denominator.multipliedReportingOverflow(by: two.denominator)
        return overTop || overBottom ? nil : Rational(top, over: bottom)
    }

    private func sum(_ other: Rational) -> Rational? {
        let (left, overLeft) = numerator.multipliedReportingOverflow(by: other.denominator)
        let (right, overRight) = other.numerator.multipliedReportingOverflow(by: denominator)
        let (top, overTop) = left.addingReportingOverflow(right)
        let (bottom, overBottom) = denominator.multipliedReportingOverflow(by: other.denominator)
        return overLeft || overRight || overTop || overBottom ? nil : Rational(top, over: bottom)
    }
}
