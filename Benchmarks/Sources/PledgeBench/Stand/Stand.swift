import Foundation

/// What every subject is given: where to work, how long, and how to tell of progress.
struct Stand: Sendable {
    /// A folder of the run's own.
    let folder: String
    /// The source tree with the built services.
    let home: String
    /// Rounds and durations are shorter.
    let isQuick: Bool

    /// Rounds a side.
    var rounds: Rounds { Rounds(count: isQuick ? 1 : 3) }
    /// Rounds a side where both sides use all cores: whatever else the machine does counts twice there.
    var moreRounds: Rounds { Rounds(count: rounds.count * 2 - 1) }
    /// How long one round of a throughput measurement lasts.
    var roundSeconds: Int { isQuick ? 2 : 5 }
    /// Rounds a side that are short and many: the machine's own pace changes within seconds, and both sides are to see the same
    /// of it.
    var shortRounds: Rounds { Rounds(count: isQuick ? 1 : 9) }
    /// How long one of the short rounds lasts.
    let shortRoundSeconds = 2

    /// A line of progress on standard error, so that standard output stays the table.
    func progress(_ text: String) {
        FileHandle.standardError.write(Data("… \(text)\n".utf8))
    }
}

/// Something to measure.
protocol Subject: Sendable {
    /// The name that `--only` takes.
    static var name: String { get }
    /// Measures on the stand.
    static func measure(_ stand: Stand) async throws -> [Comparison]
}
