import Terms

/// A window in which the objectives of two agreements differ.
public struct BacktestObjectiveDifference: Codable, Hashable, Sendable {
    /// What one of them makes of it.
    public struct Side: Codable, Hashable, Sendable {
        /// What came out.
        public let verdict: ObjectiveResult.Verdict
        /// What is promised.
        public let promise: String
        /// What was measured, in words.
        public let figures: [String]
        /// The clause that makes the promise.
        public let clause: String

        /// One agreement's objective.
        public init(_ objective: BacktestObjective) {
            verdict = objective.verdict
            promise = objective.promise
            figures = objective.findings.map(\.figure)
            clause = objective.clause
        }
    }

    /// The objective's id.
    public let objective: String
    /// The service's key.
    public let service: String
    /// The window's name.
    public let window: String
    /// What the agreement makes of it; absent where it promises nothing there.
    public let ours: Side?
    /// What the other makes of it; absent where that promises nothing there.
    public let theirs: Side?

    /// A window, as both see it; nil where they see the same, and where there is nothing to see. What the clauses are called
    /// does not matter.
    public init?(_ ours: BacktestObjective?, _ theirs: BacktestObjective?) {
        guard let any = ours ?? theirs else { return nil }
        if let ours, let theirs, ours.verdict == theirs.verdict, ours.promise == theirs.promise, ours.findings == theirs.findings
        {
            return nil
        }
        objective = any.objective
        service = any.service
        window = any.window.label
        self.ours = ours.map { Side($0) }
        self.theirs = theirs.map { Side($0) }
    }
}
