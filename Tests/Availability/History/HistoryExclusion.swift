import Terms

/// An exclusion as it was proposed, and what became of it.
struct HistoryExclusion {
    let id: String
    let ground: Ground
    let time: Interval
    let components: [String]
    /// Nil while nobody has decided.
    var isApproved: Bool?

    /// As a backtest is told of it; nil unless it was approved.
    var fact: ApprovedExclusion? {
        isApproved == true ? ApprovedExclusion(id: id, ground: ground, interval: time, components: components) : nil
    }
}
