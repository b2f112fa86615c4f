import Contracts
import Terms

/// How maintenance comes to be, changes, and passes through its states.
enum MaintenanceRules {
    /// Stretches of different announcements in one maintenance: each change adds at most two.
    static let coversMaximum = 100

    /// Where maintenance stands at an instant, unless it was cancelled.
    static func state(_ from: Instant, _ to: Instant, at now: Instant) -> MaintenanceResource.State {
        if now >= to { return .completed }
        return now >= from ? .inProgress : .announced
    }

    /// When it changes state by itself; nil when it does not any more.
    static func nextChange(_ maintenance: MaintenanceResource) -> Instant? {
        switch maintenance.state {
        case .announced: maintenance.from
        case .inProgress: maintenance.to
        case .completed, .cancelled: nil
        }
    }

    /// The maintenance with its time changed. What was covered before and still is keeps its announcement; the rest is
    /// announced now. So an extension needs notice of its own, and an overrun that nobody announced is not covered.
    static func change(
        _ old: MaintenanceResource, from: Instant, to: Instant, title: String, at now: Instant
    ) -> MaintenanceResource {
        let time = Interval(from, to)
        var covers = old.covered.compactMap { cover -> MaintenanceResource.Cover? in
            let kept = Interval(cover.from, cover.to).intersection(time)
            return kept.isEmpty ? nil : .init(from: kept.start, to: kept.end, announcedAt: cover.announcedAt)
        }
        let before = IntervalSet(covers.map { Interval($0.from, $0.to) })
        covers += before.complement(in: time).intervals.map { .init(from: $0.start, to: $0.end, announcedAt: now) }
        covers.sort { $0.from < $1.from }
        return copy(old, from: from, to: to, title: title, state: state(from, to, at: now), covered: covers, at: now)
    }

    /// The maintenance called off: before it began nothing of it counts; while it goes on, what is over does; afterwards it is
    /// taken back whole, because it was recorded wrongly.
    static func cancel(_ old: MaintenanceResource, at now: Instant) -> MaintenanceResource {
        guard state(old.from, old.to, at: now) == .inProgress else {
            return copy(old, from: old.from, to: old.to, title: old.title, state: .cancelled, covered: [], at: now)
        }
        let covers = old.covered.compactMap { cover -> MaintenanceResource.Cover? in
            cover.from < now ? .init(from: cover.from, to: min(cover.to, now), announcedAt: cover.announcedAt) : nil
        }
        return copy(
            old, from: old.from, to: max(now, old.from.advanced(by: 1)), title: old.title, state: .cancelled, covered: covers,
            at: now)
    }

    /// The maintenance in the state that the time has brought.
    static func pass(_ old: MaintenanceResource, at now: Instant) -> MaintenanceResource {
        copy(
            old, from: old.from, to: old.to, title: old.title, state: state(old.from, old.to, at: now), covered: old.covered,
            at: now)
    }

    private static func copy(
        _ old: MaintenanceResource, from: Instant, to: Instant, title: String, state: MaintenanceResource.State,
        covered: [MaintenanceResource.Cover], at now: Instant
    ) -> MaintenanceResource {
        MaintenanceResource(
            id: old.id, service: old.service, serviceKey: old.serviceKey, components: old.components, kind: old.kind, from: from,
            to: to, title: title, announcedAt: old.announcedAt, proof: old.proof, state: state, covered: covered,
            announcedBy: old.announcedBy, version: old.version + 1, createdAt: old.createdAt, updatedAt: now)
    }
}
