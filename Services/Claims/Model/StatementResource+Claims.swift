import Contracts
import Terms

extension StatementResource {
    /// Whether it judges a promise for a customer: some are one customer's own.
    func isFor(_ customer: CustomerID) -> Bool { self.customer == nil || self.customer == customer }
}

extension Window {
    /// The window that a statement judges.
    init(_ window: StatementResource.WindowResource) {
        self = Window.of(kind: window.kind, interval: Interval(window.from, window.to), label: window.label)
    }
}
