/// The credit that missed commitments come to.
public struct Credit: Hashable, Sendable, Codable {
    /// How the credits of several commitments go together.
    public enum Stacking: String, CaseIterable, Hashable, Sendable, Codable {
        /// They add up.
        case sum
        /// Only the highest counts.
        case highest
    }

    /// What one commitment came to.
    public struct Missed: Hashable, Sendable {
        /// How much for how little.
        public let schedule: RemedySchedule
        /// The target that was promised; 100 % where the schedule needs none.
        public let target: Percent
        /// What was measured.
        public let availability: Ratio

        /// A commitment's schedule, target and result.
        public init(schedule: RemedySchedule, target: Percent = .hundred, availability: Ratio) {
            self.schedule = schedule
            self.target = target
            self.availability = availability
        }
    }

    /// The percent that each commitment earns, before stacking and cap.
    public let percents: [Rational]
    /// The percent that is applied.
    public let appliedPercent: Rational
    /// The amount in minor units of the fees' currency.
    public let amountMinor: Int64

    /// Works out a credit. The fee base is the sum of the fees of the classes named; the amount is rounded half up once,
    /// at the end. Nil when a schedule leaves the amount to an approver.
    public static func evaluate(
        _ missed: [Missed], feesMinor: [String: Int64], base: [String], stacking: Stacking, cap: Percent?
    ) -> Credit? {
        let earned = missed.map { $0.schedule.percent(at: $0.availability, target: $0.target) }
        let percents = earned.compactMap { $0 }
        guard percents.count == earned.count else { return nil }
        let stacked = stacking == .sum ? percents.reduce(.zero, +) : percents.max() ?? .zero
        let applied = cap.map { min(stacked, $0.points) } ?? stacked
        let fees = Set(base).reduce(Int128(0)) { $0 + Int128(feesMinor[$1] ?? 0) }
        let exact = applied * Rational(fees, over: 100)
        return Credit(percents: percents, appliedPercent: applied, amountMinor: Int64(clamping: exact.roundedHalfUp))
    }
}

extension Rational {
    /// The nearest whole number; of two that are as near, the larger.
    var roundedHalfUp: Int128 {
        (self + Rational(1, over: 2)).floored
    }
}
