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

    /// Of a target, what has passed when it is warned of, in percent: a fifth of the time is left to do something.
    static let warningPercent: Int64 = 80

    /// The open seconds after which it is warned of, in order: the time that is aimed for, and most of what is promised.
    var thresholds: [Int64] {
        let most = targetSeconds * Self.warningPercent / 100
        return Set([aimSeconds, most].compactMap(\.self)).filter { $0 > 0 && $0 < targetSeconds }.sorted()
    }
}
