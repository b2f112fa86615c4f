import Contracts
import Terms

/// A service as its definition events told it, with the editions that it has had: history is judged by the edition in force.
struct KnownService: Sendable {
    /// What the definition said from an instant on.
    struct Edition: Sendable {
        /// From when it is in force. The first edition also holds for all time before it, so that history from before the
        /// service was defined here can be brought in.
        let from: Instant
        let state: ServiceState
    }

    let id: ServiceID
    /// Ascending; the first is in force since ever.
    let editions: [Edition]

    /// Takes the editions in any order; nil when there is none.
    init?(id: ServiceID, editions: [Edition]) {
        guard !editions.isEmpty else { return nil }
        self.id = id
        self.editions = editions.sorted { $0.from < $1.from }
    }

    /// The latest edition.
    var current: ServiceState { editions[editions.count - 1].state }
    /// The service's key now.
    var key: String { current.key }

    /// A component of the latest edition.
    func component(_ key: String) -> ComponentState? {
        current.components.first { $0.key == key }
    }

    /// Every component that was ever measured, in the order of the editions that brought them.
    var everyComponent: [String] {
        var seen: Set<String> = []
        return editions.flatMap(\.state.components).map(\.key).filter { seen.insert($0).inserted }
    }

    /// The stretches of time in which an edition is in force, with that edition; together they are all of time.
    var periods: [(period: Interval, state: ServiceState)] {
        editions.enumerated().map { index, edition in
            let start = index == 0 ? Instant.earliest : edition.from
            let end = index + 1 < editions.count ? editions[index + 1].from : Instant.latest
            return (Interval(start, end), edition.state)
        }
    }

    /// Whether a component was ever measured by samples. Of one that was not, nothing that it is derived of ever goes.
    func isSampled(_ component: String) -> Bool {
        editions.contains { edition in
            switch edition.state.components.first(where: { $0.key == component })?.source {
            case .probe, .requests, .resources: true
            case .declared, nil: false
            }
        }
    }

    /// How a component is measured, as stretches of time; neighbours of the same source are one stretch. Times in which the
    /// service does not have the component are not among them.
    func sources(of component: String) -> [(period: Interval, source: MeasurementSource)] {
        var result: [(period: Interval, source: MeasurementSource)] = []
        for (period, state) in periods {
            guard let source = state.components.first(where: { $0.key == component })?.source else { continue }
            if let last = result.last, last.period.end == period.start, last.source.derivesLike(source) {
                result[result.count - 1].period = Interval(last.period.start, period.end)
            } else {
                result.append((period, source))
            }
        }
        return result
    }
}

extension MeasurementSource {
    /// Whether the same samples mean the same under both sources. Where the samples come from does not matter.
    func derivesLike(_ other: MeasurementSource) -> Bool {
        switch (self, other) {
        case (.probe(let a), .probe(let b)):
            return a.locations == b.locations && a.quorum == b.quorum && a.confirm == b.confirm
                && a.staleSeconds == b.staleSeconds
        case (.requests(let a), .requests(let b)):
            return a.sliceSeconds == b.sliceSeconds && a.downErrorRate == b.downErrorRate && a.staleSeconds == b.staleSeconds
        case (.resources(let a), .resources(let b)): return a == b
        case (.declared, .declared): return true
        default: return false
        }
    }
}
