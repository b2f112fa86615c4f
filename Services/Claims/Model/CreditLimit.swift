import Contracts
import Terms

/// The most that a customer may be credited over a period, and the fees that it is counted from.
struct CreditLimit: Sendable, Equatable {
    let period: RemedyCap.Period
    let interval: Interval
    let baseMinor: Rational
    let capPercent: Percent?
    let capMinor: Int64?

    /// The limits of a credit: one for its window, and one for every other period that the agreement caps. Where a period has
    /// several caps, the least of each kind counts.
    static func all(_ verdict: AmountVerdict, window: Interval) -> [CreditLimit] {
        let base = max(.zero, verdict.baseMinor ?? .zero)
        let periods =
            [RemedyCap.Period.window]
            + RemedyCap.Period.allCases.filter { period in
                period != .window && verdict.caps.contains { $0.period == period }
            }
        return periods.map { period in
            let caps = verdict.caps.filter { $0.period == period }
            return CreditLimit(
                period: period, interval: caps.first?.interval ?? window, baseMinor: caps.first?.baseMinor ?? base,
                capPercent: caps.compactMap(\.percent).min(), capMinor: caps.compactMap(\.amountMinor).min())
        }
    }
}
