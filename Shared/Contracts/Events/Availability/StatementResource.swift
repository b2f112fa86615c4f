import Terms

/// The result for one commitment, service and window: what reports, claims and notifications render.
public struct StatementResource: Codable, Hashable, Sendable {
    /// Where a statement stands.
    public enum State: String, Codable, Sendable {
        /// Its window is open: it is worked out anew whenever it is read.
        case open
        /// Its window is over; it is kept, and a correction restates it.
        case provisional
        /// The settling time is over; a correction still restates it.
        case final
    }

    /// The window that is judged.
    public struct WindowResource: Codable, Hashable, Sendable {
        /// `month`, `quarter`, `year`, `rolling-180d`.
        public let kind: WindowKind
        /// `2026-03`
        public let label: String
        /// Its first second.
        public let from: Instant
        /// The first second after it.
        public let to: Instant

        /// A window as others see it.
        public init(_ window: Window) {
            self.kind = window.kind
            self.label = window.label
            self.from = window.interval.start
            self.to = window.interval.end
        }
    }

    /// How much downtime the target allows; whole and fractional seconds as decimals.
    public struct BudgetResource: Codable, Hashable, Sendable {
        /// What it allows in the whole window, exactly, as a fraction such as `13392/5`.
        public let allowedSecondsExact: String
        /// The same, rounded down to 3 places.
        public let allowedSeconds: String
        /// What was used.
        public let spentSeconds: Int64
        /// What is left, rounded down to 3 places; negative when it is overspent.
        public let leftSeconds: String
        /// The share that was used in per cent, rounded down to 4 places; absent where nothing is allowed.
        public let spentPercent: String?

        /// A budget as others see it.
        public init(_ budget: ErrorBudget) {
            allowedSecondsExact = budget.allowedSeconds.description
            allowedSeconds = budget.allowedSeconds.floored(places: 3)
            spentSeconds = budget.spentSeconds
            leftSeconds = budget.leftSeconds.floored(places: 3)
            spentPercent =
                budget.allowedSeconds > .zero
                ? (Rational(budget.spentSeconds) * Rational(100) / budget.allowedSeconds).floored(places: Ratio.shownPlaces) : nil
        }
    }

    /// What the customer may claim.
    public struct RemedyResource: Codable, Hashable, Sendable {
        /// The remedy's id in the agreement.
        public let remedy: String
        /// Its name.
        public let title: String
        /// The clause that sets the amount.
        public let clause: String
        /// Percent of the fees after the cap, rounded down to 4 places; absent where the approver decides.
        public let percent: String?
        /// The same exactly, as a fraction such as `25/2`.
        public let percentExact: String?
        /// The bound of the tier that the availability fell below; absent where there are no tiers.
        public let tierBelow: Percent?
        /// Whether the cap made it smaller.
        public let isCapped: Bool
        /// The interpretations that bear on the amount.
        public let interpretations: [String]

        /// A remedy as others see it.
        public init(_ remedy: StatementRemedy) {
            self.remedy = remedy.remedy
            title = remedy.title
            clause = remedy.clause
            percent = remedy.percent.map { $0.denominator == 1 ? $0.description : $0.floored(places: Ratio.shownPlaces) }
            percentExact = remedy.percent?.description
            tierBelow = remedy.tierBelow
            isCapped = remedy.isCapped
            interpretations = remedy.interpretations
        }
    }

    /// An outage of some users, as far as it lies in the window.
    public struct PartialOutageResource: Codable, Hashable, Sendable {
        /// Its first second in the window.
        public let from: Instant
        /// The first second after it; of one that goes on, up to when facts were taken in.
        public let to: Instant
        /// The share of users whom it touched.
        public let affectedPercent: Percent

        /// An outage as others see it.
        public init(_ outage: PartialOutage) {
            from = outage.interval.start
            to = outage.interval.end
            affectedPercent = outage.share
        }
    }

    /// A recorded reading of a clause that bears on the result.
    public struct InterpretationResource: Codable, Hashable, Sendable {
        /// Its id in the agreement.
        public let id: String
        /// The clause that it reads.
        public let clause: String
        /// What was chosen.
        public let choice: String
        /// What else it could have meant.
        public let alternative: String

        /// An interpretation as others see it.
        public init(_ interpretation: Interpretation) {
            id = interpretation.id
            clause = interpretation.clause
            choice = interpretation.choice
            alternative = interpretation.alternative
        }
    }

    /// Derived from what the statement is about: the same for ever.
    public let id: StatementID
    /// 0 while the window is open, then 1, and one more with every correction.
    public let revision: Int
    /// Where it stands.
    public private(set) var state: State
    /// Why this revision was made; absent while the window is open.
    public let reason: String?
    /// The agreement.
    public let agreement: AgreementID
    /// Its key.
    public let agreementKey: String
    /// The version of it that was in force.
    public let agreementVersion: Int
    /// The customer whose own statement it is; absent where it is the same for all whom the version binds.
    public let customer: CustomerID?
    /// The contract that it is for; absent with `customer`.
    public let subscription: SubscriptionID?
    /// The edition, as the source names it.
    public let edition: String
    /// The commitment's id in the agreement.
    public let commitment: String
    /// The commitment's name.
    public let title: String
    /// The clause that makes the promise.
    public let clause: String
    /// Its words.
    public let clauseText: String
    /// Whether the promise binds.
    public let strength: Strength
    /// The least availability that keeps it.
    public let target: Percent
    /// The service.
    public let service: ServiceID
    /// Its key.
    public let serviceKey: String
    /// The window that is judged.
    public let window: WindowResource
    /// Up to when facts were taken in.
    public let asOf: Instant
    /// Where every second of the window went.
    public let seconds: StatementSeconds
    /// The exact share of the measured time that was up; absent where nothing was measured.
    public let availability: Ratio?
    /// The same in per cent, rounded down to 4 places, so that nothing below its target reads as met.
    public let availabilityPercent: String?
    /// The share of the elapsed time of which anything is known, in per cent, rounded down to 4 places.
    public let evidencePercent: String?
    /// Whether the promise was kept.
    public let verdict: Verdict
    /// How much downtime the target allows, and how much of that is left.
    public let budget: BudgetResource
    /// What the customer may claim; absent unless a guarantee was missed and the agreement offers something.
    public let remedy: RemedyResource?
    /// The outages of some users that were weighed; absent where none was.
    public let partialOutages: [PartialOutageResource]?
    /// How much was excluded on which ground.
    public let excluded: [ExcludedGround]
    /// What became of each exclusion and each maintenance that touches the window.
    public let qualifications: [Qualification]
    /// The clauses that the result rests on.
    public let clauses: [String]
    /// The interpretations that bear on it.
    public let interpretations: [InterpretationResource]

    /// A statement as others see it.
    public init(
        id: StatementID, revision: Int, state: State, reason: String?, agreement: AgreementID, agreementVersion: Int,
        customer: CustomerID? = nil, subscription: SubscriptionID? = nil, service: ServiceID, statement: Statement,
        interpretations: [Interpretation]
    ) {
        self.id = id
        self.revision = revision
        self.state = state
        self.reason = reason
        self.agreement = agreement
        self.agreementKey = statement.agreement
        self.agreementVersion = agreementVersion
        self.customer = customer
        self.subscription = subscription
        self.edition = statement.edition
        self.commitment = statement.commitment
        self.title = statement.title
        self.clause = statement.clause
        self.clauseText = statement.clauseText
        self.strength = statement.strength
        self.target = statement.target
        self.service = service
        self.serviceKey = statement.service
        self.window = WindowResource(statement.window)
        self.asOf = statement.asOf
        self.seconds = statement.seconds
        self.availability = statement.ratio
        self.availabilityPercent = statement.availabilityPercent
        self.evidencePercent = statement.evidence?.percent
        self.verdict = statement.verdict
        self.budget = BudgetResource(statement.budget)
        self.remedy = statement.remedy.map { RemedyResource($0) }
        self.partialOutages =
            statement.partialOutages.isEmpty ? nil : statement.partialOutages.map { PartialOutageResource($0) }
        self.excluded = statement.excluded
        self.qualifications = statement.qualifications
        self.clauses = statement.clauses
        self.interpretations = interpretations.filter { statement.interpretations.contains($0.id) }
            .map { InterpretationResource($0) }
    }
}

extension StatementResource {
    /// The same statement once its settling time is over.
    public var settled: StatementResource {
        var settled = self
        settled.state = .final
        return settled
    }
}
