/// A stretch of a window in which nothing changed.
public struct TimelineEntry: Hashable, Sendable, Codable {
    /// What a second may be. Each is exactly one of these.
    public enum State: String, CaseIterable, Hashable, Sendable, Codable {
        case up
        case down
        case excluded
        case unknown
        case pending
    }

    /// When.
    public let interval: Interval
    /// What it was.
    public let state: State
    /// On which ground it is excluded.
    public let ground: Ground?
    /// By which exclusion or maintenance it is excluded.
    public let source: String?
    /// The clause that it is excluded under.
    public let clause: String?
}

extension Statement {
    /// The whole window in order of time, without a gap or an overlap: the account of every second.
    public var timeline: [TimelineEntry] {
        var entries = times.down.intervals.map { TimelineEntry($0, .down) }
        entries += times.unknown.intervals.map { TimelineEntry($0, .unknown) }
        for part in times.excluded {
            entries += part.time.intervals.map { TimelineEntry($0, .excluded, part) }
        }
        let all = IntervalSet(entries.map(\.interval))
        let elapsed = Interval(window.interval.start, asOf)
        entries += all.complement(in: elapsed).intervals.map { TimelineEntry($0, .up) }
        if isOpen { entries.append(TimelineEntry(Interval(asOf, window.interval.end), .pending)) }
        return entries.sorted { $0.interval.start < $1.interval.start }
    }
}

extension TimelineEntry {
    fileprivate init(_ interval: Interval, _ state: State, _ part: ExcludedTime? = nil) {
        self.interval = interval
        self.state = state
        ground = part?.ground
        source = part?.source
        clause = part?.clause
    }
}
