/// The result for one commitment, service and window: every second accounted for, the exact ratio, the verdict, and the
/// clauses that it rests on. Reports, claims and notifications all render this one value.
public struct Statement: Hashable, Sendable, Codable {
    /// The agreement's key.
    public let agreement: String
    /// Its edition.
    public let edition: String
    /// The commitment's id.
    public let commitment: String
    /// The commitment's name.
    public let title: String
    /// The service's key.
    public let service: String
    /// The clause that makes the promise.
    public let clause: String
    /// Its words.
    public let clauseText: String
    /// Whether the promise binds.
    public let strength: Strength
    /// The least availability that keeps it.
    public let target: Percent
    /// The window that is judged.
    public let window: Window
    /// Up to when facts were taken in: the window's end, or an earlier instant while it is open.
    public let asOf: Instant

    /// Where every second went.
    public let seconds: StatementSeconds
    /// The share of the measured time that was up, so far; nil where nothing was measured.
    public let ratio: Ratio?
    /// The same in per cent, rounded down to 4 places.
    public let availabilityPercent: String?
    /// What was counted, where the commitment counts something else than seconds of the service; nil elsewhere.
    public let measured: MeasuredShare?
    /// The outages of some users that were weighed, as far as they lie in the elapsed window, in order of time; none where the
    /// commitment weighs none.
    public let partialOutages: [PartialOutage]
    /// Whether the promise was kept.
    public let verdict: Verdict
    /// How much downtime the target allows, and how much of that is left.
    public let budget: ErrorBudget
    /// What the customer may claim; nil unless a guarantee was missed and the agreement offers something.
    public let remedy: StatementRemedy?

    /// How much was excluded on which ground, in the order of the grounds.
    public let excluded: [ExcludedGround]
    /// What became of each exclusion and each maintenance that touches the window.
    public let qualifications: [Qualification]
    /// The clauses that the result rests on, in the order of the agreement.
    public let clauses: [String]
    /// The interpretations that bear on it, by id.
    public let interpretations: [String]
    /// When it was what.
    public let times: StatementTimes

    /// Whether the window was open at `asOf`.
    public var isOpen: Bool { asOf < window.interval.end }

    /// The share of the elapsed time of which anything is known; nil at the very start of a window.
    public var evidence: Ratio? {
        let elapsed = seconds.total - seconds.pending
        return Ratio(elapsed - seconds.unknown, of: elapsed)
    }
}

/// Where every second of a window went: total = up + down + excluded + unknown + pending.
public struct StatementSeconds: Hashable, Sendable, Codable {
    /// All of them.
    public let total: Int64
    /// Seconds up.
    public let up: Int64
    /// Seconds known to be down, that count.
    public let down: Int64
    /// Seconds that do not count.
    public let excluded: Int64
    /// Seconds of which nothing is known.
    public let unknown: Int64
    /// Seconds that are still to come.
    public let pending: Int64
    /// Seconds that the ratio is taken of; those still to come are not in it.
    public let base: Int64
    /// Seconds that count as down in the ratio: `down`, and `unknown` where the agreement says so.
    public let countedDown: Int64
}

/// Downtime that a target still allows; where the commitment counts something else than seconds, in that.
public struct ErrorBudget: Hashable, Sendable, Codable {
    /// What it allows in the whole window, exactly; time still to come is taken as measured.
    public let allowedSeconds: Rational
    /// What was used.
    public let spentSeconds: Int64
    /// What is left, exactly; negative when it is overspent.
    public let leftSeconds: Rational
}

/// What was excluded on one ground.
public struct ExcludedGround: Hashable, Sendable, Codable {
    /// The ground.
    public let ground: Ground
    /// How much.
    public let seconds: Int64
    /// The clauses that it was excluded under.
    public let clauses: [String]
}

/// What a customer may claim.
public struct StatementRemedy: Hashable, Sendable, Codable {
    /// The remedy's id in the agreement.
    public let remedy: String
    /// Its name.
    public let title: String
    /// The clause that sets the amount.
    public let clause: String
    /// Percent of the fees, exactly, after the cap; nil where the approver decides, and where it is an amount of money.
    public let percent: Rational?
    /// The amount in minor units, exactly, where the agreement names one; nil elsewhere.
    public let amountMinor: Rational?
    /// The currency of that amount.
    public let currency: String?
    /// The bound of the tier that the availability fell below; nil where there are no tiers.
    public let tierBelow: Percent?
    /// Whether the cap made it smaller.
    public let isCapped: Bool
    /// The interpretations that bear on the amount.
    public let interpretations: [String]
}

/// When it was what, second by second. Whatever is in none of these was up.
public struct StatementTimes: Hashable, Sendable, Codable {
    /// Down, and counted.
    public let down: IntervalSet
    /// Unknown.
    public let unknown: IntervalSet
    /// Excluded, by whom; parts that took nothing are left out.
    public let excluded: [ExcludedTime]
}
