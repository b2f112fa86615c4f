/// What a commitment came to that counts something else than seconds of one service.
public struct MeasuredShare: Hashable, Sendable, Codable {
    /// What was counted.
    public let kind: AvailabilityMeasure.Kind
    /// What was good: executions, slices' ratios, resource seconds, weighted seconds.
    public let good: Rational
    /// Out of what.
    public let all: Rational

    /// Whether it is seconds, of which it is known how many a window has.
    public var isTime: Bool { kind == .affectedUsers }

    /// What was not good, exactly.
    public var lost: Rational { all - good }

    /// The share; nil where there was nothing. Exact while both counts fit 64 bits, beyond that rounded down at 10⁻¹².
    public var ratio: Ratio? {
        guard all > .zero else { return nil }
        let share = good / all
        if let numerator = Int64(exactly: share.numerator), let denominator = Int64(exactly: share.denominator) {
            return Ratio(numerator, of: denominator)
        }
        let scaled = share.timesBounded(Rational(Self.scale))
        return Ratio(Int64(clamping: scaled.floored), of: Self.scale)
    }

    /// The share that was lost, over the share that a target lets be lost; nil where that is none, or there was nothing.
    public func lossRate(allowing target: Percent) -> Rational? {
        guard target < .hundred, let ratio else { return nil }
        let lost = Rational(Int128(ratio.denominator) - Int128(ratio.numerator), over: Int128(ratio.denominator))
        return lost / (Rational(1) - target.share)
    }

    private static let scale: Int64 = 1_000_000_000_000
}
