/// So much for every stretch of downtime: `{every: PT1H, counting: started, percent: "5"}`.
public struct RemedyDowntimeSteps: Hashable, Sendable {
    /// What is cut into steps.
    public enum Counted: String, CaseIterable, Hashable, Sendable {
        /// All downtime of the window together.
        case window
        /// Each outage by itself.
        case outage
    }

    /// The length of a step.
    public let every: TimeSpan
    /// How parts of a step count.
    public let counting: RemedySchedule.Proportional.Counting
    /// What is cut into steps.
    public let per: Counted
    /// What a step is worth.
    public let worth: RemedyWorth

    init(_ reader: NodeReader) {
        every = reader["every"].timeSpan()
        counting = reader["counting"].choice()
        per = reader.ifPresent("per") { $0.choice() } ?? .window
        worth = RemedyWorth(reader)
        if every.seconds == 0 { reader["every"].fail("must be longer than nothing") }
    }

    /// How many steps some downtime comes to.
    public func steps(in down: IntervalSet) -> Rational {
        guard every.seconds > 0 else { return .zero }
        let lengths = per == .window ? [down.seconds] : down.intervals.map(\.seconds)
        return lengths.reduce(.zero) { sum, seconds in
            sum + counting.steps(Rational(Int128(seconds), over: Int128(every.seconds)))
        }
    }
}

extension RemedySchedule.Proportional.Counting {
    /// What a number of steps, parts included, counts as.
    func steps(_ exact: Rational) -> Rational {
        switch self {
        case .complete: Rational(exact.floored, over: 1)
        case .started: Rational(exact.ceiling, over: 1)
        case .proRata: exact
        }
    }
}
