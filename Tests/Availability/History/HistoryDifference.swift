import Terms

/// Statements that are not what a backtest makes of the same facts.
struct HistoryDifference: Error, CustomStringConvertible {
    /// Statements that are told of: most differ for one reason.
    private static let toldMaximum = 3

    let at: Instant
    let statements: [String]

    var description: String {
        let more = statements.count - Self.toldMaximum
        return "as of \(at): " + statements.prefix(Self.toldMaximum).joined(separator: "\n")
            + (more > 0 ? "\nand \(more) more" : "")
    }
}
