import Terms

/// What a promise about speed, delivery or quality came to in a window: by what is known now while it is open, and then as it is
/// kept.
public struct ObjectiveResource: Codable, Hashable, Sendable {
    /// Derived from what it is about: the same for ever.
    public let id: ObjectiveID
    /// 0 while the window is open, then 1, and one more with every correction.
    public let revision: Int
    /// Where it stands.
    public private(set) var state: StatementResource.State
    /// Why this revision was made; absent while the window is open.
    public let reason: String?
    /// The agreement.
    public let agreement: AgreementID
    /// Its key.
    public let agreementKey: String
    /// The version of it that was in force.
    public let agreementVersion: Int
    /// The customer whose own result it is; absent where it is the same for all whom the version binds.
    public let customer: CustomerID?
    /// The contract that it is for; absent with `customer`.
    public let subscription: SubscriptionID?
    /// The objective's id in the agreement.
    public let objective: String
    /// Its name.
    public let title: String
    /// The clause that makes the promise.
    public let clause: String
    /// Whether the promise binds.
    public let strength: Strength
    /// The service.
    public let service: ServiceID
    /// Its key.
    public let serviceKey: String
    /// The part of the service; absent for the whole.
    public let component: String?
    /// What is promised: `at least 95 % of messages with delivery_time at most 5 s`.
    public let promise: String
    /// What the figure is compared with: per cent of a share, or a value in the findings' unit.
    public let target: Percent?
    /// The window that is judged.
    public let window: StatementResource.WindowResource
    /// Up to when facts were taken in.
    public let asOf: Instant
    /// Whether the promise was kept.
    public let verdict: ObjectiveResult.Verdict
    /// Over everything, or part by part where the agreement looks at parts.
    public let findings: [BacktestObjective.FindingResource]
    /// The share of the window of which there are measurements, or which does not count, in per cent, rounded down to 4 places.
    public let coveragePercent: String?
    /// How much of the window there are measurements of that count.
    public let measuredSeconds: Int64
    /// How much of it there are measurements of that do not.
    public let excludedSeconds: Int64
    /// The remedy that a miss founds, by id; absent unless a guarantee was missed and the agreement offers something.
    public let remedy: String?
    /// The clauses that the result rests on.
    public let clauses: [String]
    /// The interpretations that bear on it.
    public let interpretations: [StatementResource.InterpretationResource]

    /// A result as others see it. `limit` is the one that holds for the customer.
    public init(
        id: ObjectiveID, revision: Int, state: StatementResource.State, reason: String?, _ result: ObjectiveResult,
        _ objective: Objective, limit: Objective.Comparison?, document: AgreementDocument, agreement: AgreementID,
        agreementVersion: Int, customer: CustomerID?, subscription: SubscriptionID?, service: ServiceID, asOf: Instant
    ) {
        let shown = BacktestObjective(result, objective, limit: limit)
        self.id = id
        self.revision = revision
        self.state = state
        self.reason = reason
        self.agreement = agreement
        agreementKey = document.key
        self.agreementVersion = agreementVersion
        self.customer = customer
        self.subscription = subscription
        self.objective = objective.id
        title = objective.title
        clause = objective.clause
        strength = objective.strength
        self.service = service
        serviceKey = objective.service
        component = objective.part
        promise = shown.promise
        target = (objective.share ?? limit)?.value
        window = shown.window
        self.asOf = asOf
        verdict = result.verdict
        findings = shown.findings
        coveragePercent = shown.coveragePercent
        measuredSeconds = result.measured.clipped(to: result.window.interval).seconds
        excludedSeconds = result.excluded.clipped(to: result.window.interval).seconds
        remedy = result.remedy
        clauses = shown.clauses
        interpretations = document.interpretations.filter { shown.interpretations.contains($0.id) }
            .map { StatementResource.InterpretationResource($0) }
    }
}

extension ObjectiveResource {
    /// The same once its settling time is over.
    public var settled: ObjectiveResource {
        var settled = self
        settled.state = .final
        return settled
    }
}
