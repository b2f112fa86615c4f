import Terms

/// What the open window of a promise still allows, how fast that is used, and whether the promise can still be kept.
public struct BudgetResource: Codable, Hashable, Sendable {
    /// Whether the promise of the window can still be kept.
    public enum Breach: String, CaseIterable, Codable, Sendable {
        /// It can, on what is known now.
        case none
        /// It cannot, even if all the rest of the window is up.
        case certain
    }

    /// How fast the budget was used in the last stretch of time: the share of it that was spent there, over the share of the
    /// window that the stretch is. 1 spends it exactly by the end of the window.
    public struct BurnRate: Codable, Hashable, Sendable {
        /// How far the stretch reaches back; no further than the window's start.
        public let stretchSeconds: Int64
        /// The rate, rounded down to 4 places; null where nothing is allowed, or the window has only just begun.
        @OrNull public var rate: String?

        /// A rate; an exact one is rounded here.
        public init(stretchSeconds: Int64, rate: Rational?) {
            self.stretchSeconds = stretchSeconds
            self.rate = rate?.floored(places: Ratio.shownPlaces)
        }
    }

    /// How the spending has gone so far.
    public struct Course: Sendable {
        /// How fast it was, over stretches of different lengths.
        public var burnRates: [BurnRate] = []
        /// The highest threshold that was reached, in per cent, and when.
        public var threshold: (percent: Int, at: Instant)?
        /// Since when the promise cannot be kept any more.
        public var breachSince: Instant?
        /// When the budget was, or will be, used up.
        public var exhaustedAt: Instant?

        /// Nothing is known of it.
        public init() {}
    }

    /// The statement that the window will have.
    public let statement: StatementID
    /// The agreement.
    public let agreement: AgreementID
    /// Its key.
    public let agreementKey: String
    /// The version of it that judges the window.
    public let agreementVersion: Int
    /// The customer whose own window it is; absent where it is the same for all whom the version binds.
    public let customer: CustomerID?
    /// The contract that it is for; absent with `customer`.
    public let subscription: SubscriptionID?
    /// The commitment's id in the agreement.
    public let commitment: String
    /// The commitment's name.
    public let title: String
    /// The clause that makes the promise.
    public let clause: String
    /// The service.
    public let service: ServiceID
    /// Its key.
    public let serviceKey: String
    /// The window.
    public let window: StatementResource.WindowResource
    /// Up to when facts were taken in.
    public let asOf: Instant
    /// The least availability that keeps the promise.
    public let target: Percent
    /// Whether it was kept.
    public let verdict: Verdict
    /// How much downtime the target allows, and how much of that is left.
    public let budget: StatementResource.BudgetResource
    /// Seconds of which nothing is known.
    public let unknownSeconds: Int64
    /// How fast the budget is used. Where the commitment counts executions or resources, the share of them that was lost over the
    /// share that may be lost.
    public let burnRates: [BurnRate]
    /// The highest of 50, 80 and 100 per cent of the budget that is spent; null below the first.
    @OrNull public var thresholdPercent: Int?
    /// When so much was spent, by the times of the facts; null with `thresholdPercent`.
    @OrNull public var thresholdAt: Instant?
    /// Whether the promise can still be kept.
    public let breach: Breach
    /// Since when it cannot, by the times of the facts; null while it can.
    @OrNull public var breachSince: Instant?
    /// When the budget was used up; before that, when it will be at the pace of the last hour. Null where nothing was spent in
    /// that hour.
    @OrNull public var exhaustedAt: Instant?

    /// The budget of an open statement.
    public init(_ statement: StatementResource, _ course: Course) {
        self.statement = statement.id
        agreement = statement.agreement
        agreementKey = statement.agreementKey
        agreementVersion = statement.agreementVersion
        customer = statement.customer
        subscription = statement.subscription
        commitment = statement.commitment
        title = statement.title
        clause = statement.clause
        service = statement.service
        serviceKey = statement.serviceKey
        window = statement.window
        asOf = statement.asOf
        target = statement.target
        verdict = statement.verdict
        budget = statement.budget
        unknownSeconds = statement.seconds.unknown
        burnRates = course.burnRates
        breach = course.breachSince == nil ? .none : .certain
        thresholdPercent = course.threshold?.percent
        thresholdAt = course.threshold?.at
        breachSince = course.breachSince
        exhaustedAt = course.exhaustedAt
    }
}
