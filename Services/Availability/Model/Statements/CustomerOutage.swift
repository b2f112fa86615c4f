import Contracts
import Terms

/// A declared outage as one of the customers had it whom it touched alone.
struct CustomerOutage: Touching, Sendable, Hashable {
    static var touch: Touch { .outage }

    let customer: CustomerID
    let service: ServiceID
    let component: String
    /// When it was; nil where it is taken back, or is not the customer's any more.
    let interval: Interval?
    /// When it was by what was said of it before; nil where nothing else was.
    var former: Interval?

    func concerns(_ other: ServiceID) -> Bool { service == other }

    /// Whether statements about a stretch of time are the customer's own because of it. They stay so when it is corrected: what
    /// was said to the customer is restated, and not left behind.
    func touches(_ stretch: Interval) -> Bool {
        [interval, former].contains { $0?.overlaps(stretch) ?? false }
    }
}

extension [CustomerOutage] {
    /// When components were down for each customer; all of one service.
    var downtime: [CustomerID: [String: IntervalSet]] {
        Dictionary(grouping: self, by: \.customer).mapValues { outages in
            Dictionary(grouping: outages, by: \.component).mapValues { IntervalSet($0.compactMap(\.interval)) }
        }
    }
}
