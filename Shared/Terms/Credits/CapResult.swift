/// A cap as it held for a credit: over which period, of which fees, and what earlier credits of the period came to.
public struct CapResult: Hashable, Sendable, Codable {
    /// The clause.
    public let clause: String
    /// Over which period credits are added up.
    public let period: RemedyCap.Period
    /// That period.
    public let interval: Interval
    /// The fees of the period, exactly, in minor units.
    public let baseMinor: Rational
    /// The most, in per cent of those fees; nil where it is an amount.
    public let percent: Percent?
    /// The most, as an amount in minor units; nil where it is a share.
    public let amountMinor: Int64?
    /// What credits for other windows of the period came to, in minor units.
    public let earlierMinor: Rational
}

extension RemedyCap.Period: Codable {}
extension Remedy.Payout.AtTermination: Codable {}
