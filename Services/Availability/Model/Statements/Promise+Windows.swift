import Contracts
import Terms

/// The windows of a promise.
extension PromiseOf {
    /// Whether its windows overlap each other, and end anew with every day.
    var isRolling: Bool { windowKind.rollingDays != nil }

    /// The part of a window in which somebody must be bound to be judged over it, whose first instant decides which version
    /// judges: all of it; of a rolling window its last second.
    func decisive(_ window: Window) -> Interval {
        isRolling ? Interval(window.interval.end.advanced(by: -1), window.interval.end) : window.interval
    }

    /// The window that is being judged at an instant: the calendar one that holds it; the rolling one that ends with the local
    /// day that holds it.
    func window(at instant: Instant) -> Window {
        let zone = version.document.zone
        guard isRolling else { return Window.containing(instant, kind: windowKind, zone: zone) }
        let day = zone.startOfDay(zone.date(at: instant).adding(days: 1))
        return Window.ending(at: day, kind: windowKind, zone: zone)
    }

    /// From when on a window is the one that is being judged: a rolling one on the local day with which it ends.
    func opening(of window: Window) -> Instant {
        let zone = version.document.zone
        return isRolling ? zone.startOfDay(zone.date(at: window.interval.end.advanced(by: -1))) : window.interval.start
    }

    /// The window of this promise that covers exactly that time, or the part of one: of a calendar one in which a contract
    /// changed.
    func window(from interval: Interval) -> Window? {
        let window = self.window(at: interval.end.advanced(by: -1))
        if window.interval == interval { return window }
        guard !isRolling, window.interval.intersection(interval) == interval else { return nil }
        return window.part(interval)
    }

    /// The window of this promise that begins at an instant, or a calendar one that holds it.
    func window(startingAt start: Instant) -> Window? {
        guard let days = windowKind.rollingDays else { return window(at: start) }
        let zone = version.document.zone
        let end = zone.startOfDay(zone.date(at: start).adding(days: Int64(days)))
        let window = Window.ending(at: end, kind: windowKind, zone: zone)
        return window.interval.start == start ? window : nil
    }

    /// The windows that overlap a stretch of time and that this version judges for everybody whom it binds, in order; at most
    /// `limit`.
    func windows(in stretch: Interval, among versions: [KnownVersion], limit: Int) -> [Window] {
        windows(in: stretch, within: reach, limit: limit) { judges($0, among: versions) ? [$0] : [] }
    }

    /// What `pick` takes of the windows that overlap both a stretch of time and the reach of whoever asks, in order; at most
    /// `limit`, and what comes of the last window.
    func windows<Picked>(
        in stretch: Interval, within reach: Interval?, limit: Int, _ pick: (Window) -> [Picked]
    ) -> [Picked] {
        guard let reach, case let start = max(stretch.start, reach.start), start < stretch.end else { return [] }
        let zone = version.document.zone
        var picked: [Picked] = []
        // The window that holds the first instant may have begun before it.
        var window = self.window(at: start)
        while picked.count < limit, isBefore(window, stretch.end) {
            picked += pick(window)
            if window.interval.start >= reach.end { break }
            window = window.next(in: zone)
        }
        return picked
    }

    private func isBefore(_ window: Window, _ end: Instant) -> Bool {
        // Rolling windows all reach far back: what counts is the day that they end with.
        (isRolling ? window.interval.end.advanced(by: -86_400) : window.interval.start) < end
    }
}
