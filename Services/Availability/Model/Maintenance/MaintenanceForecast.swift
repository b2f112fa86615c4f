import Contracts
import Terms

/// What agreements would make of maintenance that lies ahead, were the service down for all of it: their statements, evaluated
/// with it and without. What is past is as it was measured; what lies ahead is up, but for maintenance, all of which is down.
/// Who is owed notice is taken to have it now.
struct MaintenanceForecast: Sendable {
    /// Windows of one promise that are looked at: more than a year of months, the longest maintenance.
    private static let windowsMaximum = 14
    /// Warnings of one maintenance: what costs most comes first.
    static let warningsMaximum = 50

    let item: MaintenanceResource
    let now: Instant

    /// The windows of a promise that the maintenance touches; of rolling ones the one that ends with its last day, in which it
    /// weighs as in any other that holds all of it.
    func windows(of promise: Promise, among versions: [KnownVersion]) -> [Window] {
        guard promise.service == item.service, item.state != .cancelled, item.to > now else { return [] }
        let start = promise.isRolling ? item.to.advanced(by: -1) : max(item.from, now)
        return promise.windows(in: Interval(start, item.to), among: versions, limit: Self.windowsMaximum)
    }

    /// What would count in a window; nil for nothing.
    ///
    /// - Parameter facts: what is known of the service over the window, this maintenance as it now stands among it.
    func warning(_ promise: Promise, _ window: Window, _ facts: ServiceFacts) -> MaintenanceWarning? {
        let others = facts.maintenance.filter { $0.id != item.id && $0.state != .cancelled }
        return MaintenanceWarning(
            item.id.description, with: statement(promise, window, facts.planned(others + [item], after: now)),
            without: statement(promise, window, facts.planned(others, after: now)),
            agreement: promise.version.state.agreement, version: promise.version.state.version)
    }

    private func statement(_ promise: Promise, _ window: Window, _ facts: ServiceFacts) -> Statement {
        let (tree, judged) = facts.judged(
            window.interval, by: promise.commitment.measure, asOf: window.interval.end,
            for: .agreement(promise.version.state.agreement))
        return StatementEvaluation.evaluate(
            commitment: promise.commitment, document: promise.version.document, service: promise.serviceKey, tree: tree,
            window: window, facts: judged, asOf: window.interval.end)
    }
}

extension ServiceFacts {
    /// The same facts up to an instant; after it the service is up, but for the components that the maintenance is about.
    fileprivate func planned(_ maintenance: [MaintenanceResource], after now: Instant) -> ServiceFacts {
        let timelines = Dictionary(
            uniqueKeysWithValues: self.timelines.map { key, timeline in
                let down = maintenance.filter { $0.components?.contains(key) ?? true }
                    .flatMap { $0.covered.map { Interval($0.from, $0.to) } }
                return (key, timeline.assuming(down: IntervalSet(down), after: now))
            })
        return ServiceFacts(
            service: service, stretch: stretch, timelines: timelines, maintenance: maintenance, notices: notices.assuming(now),
            exclusions: exclusions, weighed: weighed.compactMap { $0.clipped(to: Interval(.earliest, now)) })
    }
}
