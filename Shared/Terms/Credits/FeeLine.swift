/// A fee that a customer was charged, for a stretch of time.
public struct FeeLine: Hashable, Sendable, Codable {
    /// Its class: `platform`, `usage`.
    public let feeClass: String
    /// The service that it is for, by key; nil for fees of no service in particular.
    public let service: String?
    /// The time that it is for.
    public let interval: Interval
    /// The amount in minor units.
    public let amountMinor: Int64
    /// What was special about it, by key: `trial`, `promotion`.
    public let states: Set<String>

    /// Amounts beyond this count as this: a thousand billion of a currency with cents, more than any invoice, and small
    /// enough for exact arithmetic.
    static let amountMaximum: Int64 = 100_000_000_000_000

    /// A fee of a class, for a stretch of time.
    public init(
        feeClass: String, service: String? = nil, interval: Interval, amountMinor: Int64, states: Set<String> = []
    ) {
        self.feeClass = feeClass
        self.service = service
        self.interval = interval
        self.amountMinor = min(max(amountMinor, -Self.amountMaximum), Self.amountMaximum)
        self.states = states
    }

    /// The part of it that falls into a stretch of time, by the second; a fee for no time at all counts where it stands.
    func amount(in stretch: Interval) -> Rational {
        if interval.isEmpty { return stretch.contains(interval.start) ? Rational(amountMinor) : .zero }
        let shared = interval.intersection(stretch).seconds
        if shared == interval.seconds { return Rational(amountMinor) }
        return Rational(Int128(amountMinor) * Int128(shared), over: Int128(interval.seconds))
    }
}
