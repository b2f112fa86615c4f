/// Whether the promise was broken. What is not known of fees, forms or deadlines never changes that.
public struct ClaimBreach: Hashable, Sendable, Codable {
    /// What the statement says.
    public enum Outcome: String, CaseIterable, Hashable, Sendable, Codable {
        /// The promise was broken.
        case missed
        /// It was kept.
        case kept
        /// The window is open, and it may still go either way.
        case pending
        /// There was nothing to judge by.
        case notMeasurable = "not_measurable"
    }

    /// What the statement says.
    public let outcome: Outcome
    /// Whether the window is closed, so that only corrections can change this.
    public let isFinal: Bool
    /// What it rests on.
    public let bearing: Bearing

    init(_ statement: Statement) {
        isFinal = !statement.isOpen
        bearing = Bearing(statement)
        switch statement.verdict {
        case .missed: outcome = .missed
        case .met: outcome = .kept
        case .pending: outcome = .pending
        case .notMeasurable: outcome = .notMeasurable
        }
    }
}
