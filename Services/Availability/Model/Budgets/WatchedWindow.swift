import Contracts
import Terms

/// A window whose error budget is watched, and what it is of.
struct WatchedWindow: Sendable {
    let watch: BudgetStore.Watch
    let promise: Promise
    let window: Window
    /// Whose own window it is; nil for everybody's.
    let owner: BoundContract?
}
