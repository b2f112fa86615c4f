import Terms

/// One target that a clock runs against.
struct ClockPromise: Codable, Sendable, Equatable {
    /// The priority that it is for; empty where the agreement has none.
    let priority: String
    let clause: String
    let strength: Strength
    /// In open seconds.
    let targetSeconds: Int64
    /// The time that is aimed for, where it is shorter, in open seconds.
    let aimSeconds: Int64?
    /// Who is told when nothing has happened for so long, in order; nil where the agreement has no ladder.
    var ladder: [Rung]?

    /// A rung of a ladder.
    struct Rung: Codable, Sendable, Equatable {
        /// In open seconds.
        let afterSeconds: Int64
        let to: String
    }

    /// Of a target, what has passed when it is warned of, in percent: a fifth of the time is left to do something.
    static let warningPercent: Int64 = 80

    /// The open seconds after which it is warned of, in order: the time that is aimed for, most of what is promised, and the rungs
    /// of the ladder. Once it is late only these are left.
    func thresholds(isLate: Bool) -> [Int64] {
        let most = targetSeconds * Self.warningPercent / 100
        let early = Set([aimSeconds, most].compactMap(\.self)).filter { $0 > 0 && $0 < targetSeconds }
        return (isLate ? [] : early).union((ladder ?? []).map(\.afterSeconds)).sorted()
    }

    /// Who is told between two numbers of open seconds, the second included.
    func told(after earlier: Int64, upTo now: Int64) -> [String] {
        (ladder ?? []).filter { $0.afterSeconds > earlier && $0.afterSeconds <= now }.map(\.to)
    }
}
