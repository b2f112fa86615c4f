import Contracts
import Terms

/// Brings the stored outages of one thing in line with when it was down, keeping an outage's identity through corrections.
enum OutageReconciliation {
    /// An outage and what became of it.
    struct Action: Equatable, Sendable {
        let outage: StoredOutage
        let change: OutageChange
    }

    /// What is known of a stretch of downtime.
    struct Detail: Sendable {
        let sources: [String]
        let components: [String]
    }

    /// - Parameters:
    ///   - stored: the outages of the thing that overlap or touch what was derived anew, without withdrawn ones.
    ///   - down: when it was down in what was derived anew.
    ///   - windows: what was derived anew.
    ///   - now: outages that reach past it are open.
    ///   - make: a new outage from its start to its end.
    ///   - detail: how the downtime of a stretch that was derived anew is known.
    static func actions(
        stored: [StoredOutage], down: IntervalSet, windows: IntervalSet, now: Instant, make: (Interval) -> StoredOutage,
        detail: (Interval) -> Detail
    ) -> [Action] {
        let outside = IntervalSet(stored.map(\.interval)).subtracting(windows)
        let wanted = outside.union(down)
        let stored = stored.sorted { $0.startedAt < $1.startedAt }
        var index = 0
        var gone: [StoredOutage] = []
        var actions: [Action] = []
        for interval in wanted.intervals {
            while index < stored.count, stored[index].endsAt < interval.start {
                gone.append(stored[index])
                index += 1
            }
            guard index < stored.count, stored[index].startedAt <= interval.end else {
                let outage = settle(make(interval), interval, windows, now, detail)
                actions.append(Action(outage: outage, change: outage.state == .open ? .opened : .openedAndClosed))
                continue
            }
            let old = stored[index]
            index += 1
            var new = settle(old, interval, windows, now, detail)
            guard let change = change(from: old, to: new) else { continue }
            if change != .extended {
                new.version += 1
                new.updatedAt = now
            }
            actions.append(Action(outage: new, change: change))
        }
        for old in gone + stored[index...] {
            var new = old
            new.state = .withdrawn
            new.version += 1
            new.updatedAt = now
            actions.append(Action(outage: new, change: .corrected))
        }
        return actions
    }

    private static func settle(
        _ outage: StoredOutage, _ interval: Interval, _ windows: IntervalSet, _ now: Instant, _ detail: (Interval) -> Detail
    ) -> StoredOutage {
        var outage = outage
        let details = windows.clipped(to: interval).intervals.map(detail)
        let sources = Set(details.flatMap(\.sources))
        let components = Set(details.flatMap(\.components))
        let isInside = IntervalSet(interval).subtracting(windows).isEmpty
        outage.startedAt = interval.start
        outage.endsAt = interval.end
        outage.state = interval.end > now ? .open : .closed
        // What lies outside was not derived anew: what was known of it stands.
        outage.sources = isInside ? sources.sorted() : sources.union(outage.sources).sorted()
        outage.components = isInside ? components.sorted() : components.union(outage.components).sorted()
        return outage
    }

    private static func change(from old: StoredOutage, to new: StoredOutage) -> OutageChange? {
        if old == new { return nil }
        if old.state == .open, new.state == .closed { return .closed }
        let isSame =
            old.startedAt == new.startedAt && old.state == new.state && old.sources == new.sources
            && old.components == new.components
        if isSame, new.state == .open { return .extended }
        return .corrected
    }
}
