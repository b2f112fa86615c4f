/// A backtest that cannot be run.
public enum BacktestError: Error, Hashable, Sendable, CustomStringConvertible {
    /// It would take more windows than this.
    case tooManyWindows(Int)
    /// It was given up: it took longer than this, in seconds.
    case tookTooLong(Int)

    /// What is wrong, for a person.
    public var description: String {
        switch self {
        case .tooManyWindows(let bound):
            "the promises have more than \(bound) windows in that time: ask for less time, or for fewer services"
        case .tookTooLong(let seconds): "it took longer than \(seconds) s: ask for less time, or for fewer services"
        }
    }
}
