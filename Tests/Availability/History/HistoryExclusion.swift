import Terms

/// An exclusion as it was proposed, and what became of it.
struct HistoryExclusion {
    let id: String
    let ground: Ground
    let time: Interval
    let components: [String]
    /// Whether it counts for the history's customer alone.
    let isLimited: Bool
    /// Nil while nobody has decided.
    var isApproved: Bool?
    /// Whether it was taken back.
    var isWithdrawn = false

    /// As a backtest is told of it; nil unless it is approved, and for everybody where it counts for the customer alone.
    func fact(for reader: HistoryFact.Reader) -> ApprovedExclusion? {
        if isLimited, case .everybody = reader { return nil }
        return isApproved == true && !isWithdrawn
            ? ApprovedExclusion(id: id, ground: ground, interval: time, components: components) : nil
    }
}
