import Terms

/// Maintenance as it was announced, again and again, and maybe called off.
struct HistoryMaintenance {
    let id: String
    let kind: Maintenance.Kind
    let components: [String]
    /// What was said, in order: when, and for which time.
    var announcements: [(at: Instant, time: Interval)]
    /// When it was called off.
    var cancelledAt: Instant?

    /// As a backtest is told of it. A second is announced by the first announcement since which every one has had it.
    ///
    /// Called off while it goes on, what was over counts; before or after that, nothing does.
    var facts: [Maintenance] {
        guard let last = announcements.last else { return [] }
        var rest = IntervalSet(last.time)
        if let cancelledAt {
            guard last.time.contains(cancelledAt) else { return [] }
            rest = IntervalSet(Interval(last.time.start, cancelledAt))
        }
        var facts: [Maintenance] = []
        for index in announcements.indices.reversed() {
            let before = index > 0 ? rest.intersection(IntervalSet(announcements[index - 1].time)) : .empty
            facts += rest.subtracting(before).intervals.map {
                Maintenance(id: id, kind: kind, interval: $0, announcedAt: announcements[index].at, components: components)
            }
            rest = before
        }
        return facts.sorted { $0.interval.start < $1.interval.start }
    }
}
