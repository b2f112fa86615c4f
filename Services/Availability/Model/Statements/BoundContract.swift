import Contracts
import Terms

/// A contract, with everything that binds its customer.
struct BoundContract: Sendable {
    let contract: KnownSubscription
    /// What binds the customer.
    let terms: CustomerTerms

    /// Whether a window, or the part of one, is judged by a promise for the contract alone.
    func isJudged(_ window: Window, by promise: PromiseOf<some Promised>, among versions: [KnownVersion]) -> Bool {
        let whole = promise.window(at: window.interval.end.advanced(by: -1))
        return terms.judged(whole, of: promise, among: versions).contains {
            $0.contract?.id == contract.id && $0.window.interval == window.interval
        }
    }
}

extension PromiseOf {
    /// Whether a window is judged by it for those whom a statement is about: the contract whose own it is, or else everybody.
    func judges(_ window: Window, for owner: BoundContract?, among versions: [KnownVersion]) -> Bool {
        owner?.isJudged(window, by: self, among: versions) ?? judges(window, among: versions)
    }
}
