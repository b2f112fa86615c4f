import Terms

/// What a promise about speed, delivery or quality came to in a window.
public struct BacktestObjective: Codable, Hashable, Sendable {
    /// What the measurements of one part, or of all, come to.
    public struct FindingResource: Codable, Hashable, Sendable {
        /// The part; absent for all.
        public let part: String?
        /// How many things, or seconds, were measured.
        public let population: Int64
        /// The least that the figure can be, rounded down to 4 places; absent where nothing bounds it.
        public let low: String?
        /// The most that it can be; the same as `low` where the figure is exact.
        public let high: String?
        /// The unit of both.
        public let unit: String
        /// What came out.
        public let verdict: ObjectiveResult.Verdict

        /// A finding in a unit.
        public init(_ finding: ObjectiveResult.Finding, unit: String) {
            part = finding.part
            population = finding.population
            low = finding.low.map(Self.shown)
            high = finding.high.map(Self.shown)
            self.unit = unit
            verdict = finding.verdict
        }

        /// The figure for a person: `94.2 %`, `3 to 5 min`, `above 200 ms`.
        public var figure: String {
            guard population > 0 else { return (part.map { "\($0) at " } ?? "") + "nothing" }
            let value =
                switch (low, high) {
                case (let low?, let high?): low == high ? low : "\(low) to \(high)"
                case (let low?, nil): "above \(low)"
                case (nil, let high?): "up to \(high)"
                case (nil, nil): "any"
                }
            return [part.map { "\($0) at" }, value, unit].compactMap { $0 }.filter { !$0.isEmpty }.joined(separator: " ")
        }

        private static func shown(_ value: Rational) -> String {
            value.denominator == 1 ? value.description : value.floored(places: Ratio.shownPlaces)
        }
    }

    /// The objective's id in the agreement.
    public let objective: String
    /// The service's key.
    public let service: String
    /// The part of the service; absent for the whole.
    public let component: String?
    /// The clause that makes the promise.
    public let clause: String
    /// Whether it binds.
    public let strength: Strength
    /// What is promised: `at least 95 % of messages with delivery_time at most 5 s`.
    public let promise: String
    /// The window.
    public let window: StatementResource.WindowResource
    /// The share of the window of which there are measurements, or which does not count, in per cent, rounded down to 4 places.
    public let coveragePercent: String?
    /// What came out.
    public let verdict: ObjectiveResult.Verdict
    /// Over everything, or part by part where the agreement looks at parts.
    public let findings: [FindingResource]
    /// The remedy that a miss founds, by id.
    public let remedy: String?
    /// The clauses that it rests on.
    public let clauses: [String]
    /// The interpretations that bear on it.
    public let interpretations: [String]

    /// A result as others see it. `limit` is the one that holds for the customer.
    public init(_ result: ObjectiveResult, _ objective: Objective, limit: Objective.Comparison?) {
        self.objective = objective.id
        service = objective.service
        component = objective.part
        clause = objective.clause
        strength = objective.strength
        promise = objective.promise(limit)
        window = StatementResource.WindowResource(result.window)
        coveragePercent = result.coverage?.percent
        verdict = result.verdict
        let unit = objective.share == nil ? limit?.unit ?? "" : "%"
        findings = result.findings.map { FindingResource($0, unit: unit) }
        remedy = result.remedy
        clauses = result.bearing.clauses
        interpretations = result.bearing.interpretations
    }
}

extension Objective {
    /// What is promised, in words.
    fileprivate func promise(_ limit: Comparison?) -> String {
        let bound = limit.map { "\($0.relation.words) \($0.value) \($0.unit ?? "%")" }
        if let share {
            let asked = bound.map { "with \(metric) \($0)" } ?? metric
            return "\(share.relation.words) \(share.value) % of \(population) \(asked)"
        }
        return [aggregate?.rawValue, metric, "of", population, bound].compactMap { $0 }.joined(separator: " ")
    }
}

extension Objective.Comparison.Relation {
    /// `at least`
    fileprivate var words: String { rawValue.replacing("_", with: " ") }
}
