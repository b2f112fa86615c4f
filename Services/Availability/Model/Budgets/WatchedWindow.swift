import Contracts
import Terms

/// A window whose error budget is watched, and what it is of.
struct WatchedWindow: Sendable {
    /// Whose own window it is.
    struct Owner: Sendable {
        let contract: KnownSubscription
        /// What binds the customer.
        let terms: CustomerTerms
    }

    let watch: BudgetStore.Watch
    let promise: Promise
    let window: Window
    /// Nil for everybody's.
    let owner: Owner?

    /// Whether a window, this or the next, is judged by the promise for those whom it is about.
    func isJudged(_ window: Window, among versions: [KnownVersion]) -> Bool {
        guard let owner else { return promise.judges(window, among: versions) }
        let whole = promise.window(at: window.interval.end.advanced(by: -1))
        return owner.terms.judged(whole, of: promise, among: versions).contains {
            $0.contract?.id == owner.contract.id && $0.window.interval == window.interval
        }
    }
}
