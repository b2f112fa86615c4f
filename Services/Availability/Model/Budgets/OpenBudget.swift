import Contracts
import Terms

/// The error budget of a window that is being judged, with everything that is known of it.
struct OpenBudget: Sendable {
    let promise: Promise
    let window: Window
    /// Whose own window it is; nil for everybody's.
    let contract: KnownSubscription?
    /// What happened in the window, and what is known to come: an outage that goes on goes on.
    let facts: ServiceFacts

    /// The statement as of an instant.
    func statement(asOf instant: Instant) -> MadeStatement {
        MadeStatement(promise, window, of: contract, facts: facts, asOf: instant, revision: 0, reason: nil)
    }

    /// How far the spending has come, or will have come by an instant under the present state.
    func level(asOf instant: Instant) -> BudgetLevel {
        .reached(by: MadeStatement.evaluate(promise, window, of: contract, facts: facts, asOf: instant))
    }

    /// When to look at it again: the second at which the next level will be reached if nothing else becomes known, or the
    /// window's end. What else becomes known has it looked at sooner.
    func nextLook(after now: Instant) -> Instant {
        let level = level(asOf: now)
        var below = now
        var reached = window.interval.end.advanced(by: -1)
        guard below < reached, self.level(asOf: reached) > level else { return window.interval.end }
        while reached - below > 1 {
            let middle = below.advanced(by: (reached - below) / 2)
            if self.level(asOf: middle) > level { reached = middle } else { below = middle }
        }
        return reached
    }
}
