import Contracts
import Terms

/// Something that touches some customers and not everybody.
enum Touch: Sendable {
    /// A declared outage.
    case outage
    /// An approved exclusion.
    case exclusion

    /// The kinds of results that may be other ones because of it.
    var kinds: [ResultKind] {
        switch self {
        case .outage: [.statement]
        case .exclusion: [.statement, .objective]
        }
    }

    /// Why they are made anew.
    var reason: StatementWorkStore.Reason {
        switch self {
        case .outage: .measurements
        case .exclusion: .exclusion
        }
    }
}

/// Such a thing, as one of its customers has it.
protocol Touching {
    static var touch: Touch { get }
    /// Whether it is about a service.
    func concerns(_ other: ServiceID) -> Bool
    /// Whether results that rest on a stretch of time are the customer's own because of it.
    func touches(_ stretch: Interval) -> Bool
}

extension Sequence where Element: Touching {
    /// Whether any of them bears on a promise over a window.
    func touch(_ promise: PromiseOf<some Promised>, over window: Window) -> Bool {
        guard let time = promise.commitment.span(of: Element.touch, on: window.interval) else { return false }
        return contains { $0.concerns(promise.service) && $0.touches(time) }
    }
}
