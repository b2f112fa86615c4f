/// A commitment that was missed, as far as a credit depends on it.
public struct MissedCommitment: Hashable, Sendable {
    /// The commitment's id.
    public let commitment: String
    /// The service's key.
    public let service: String
    /// The clause that promises it.
    public let clause: String
    /// The window that was missed.
    public let window: Window
    /// What was measured.
    public let availability: Ratio
    /// What was promised.
    public let target: Percent
    /// When it was down, by what counts.
    public let down: IntervalSet
    /// What was measured, as a person reads it.
    public let figure: String

    /// A commitment that was missed. Without a figure, that is the availability.
    public init(
        commitment: String, service: String, clause: String, window: Window, availability: Ratio, target: Percent,
        down: IntervalSet, figure: String? = nil
    ) {
        self.commitment = commitment
        self.service = service
        self.clause = clause
        self.window = window
        self.availability = availability
        self.target = target
        self.down = down
        self.figure = figure ?? "\(availability.percent) %"
    }

    /// What a statement says was missed; nil where nothing was, where nothing was measured, and of best effort.
    public init?(_ statement: Statement) {
        guard statement.verdict == .missed, statement.strength == .guarantee, let ratio = statement.ratio else { return nil }
        self.init(
            commitment: statement.commitment, service: statement.service, clause: statement.clause, window: statement.window,
            availability: ratio, target: statement.target, down: statement.countedDown)
    }
}
