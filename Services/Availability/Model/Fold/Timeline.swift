import Terms

/// What is known of a component at an instant: it is up, it is down, or nobody knows.
enum Standing: Int16, Sendable {
    case up = 0
    case down = 1
    case unknown = 2
}

/// The instant from which a component is in another state.
struct Transition: Hashable, Sendable {
    /// Epoch seconds.
    let at: Int64
    let state: Standing
}

/// A component's state over time, as its changes: constant between them.
struct Timeline: Equatable, Sendable {
    /// The state before the first change.
    var initial: Standing
    /// Ascending; each differs in state from the one before.
    var transitions: [Transition]

    /// The state at an instant.
    func state(at instant: Int64) -> Standing {
        let index = firstIndex(after: instant)
        return index == 0 ? initial : transitions[index - 1].state
    }

    /// When it was down and when unknown, in a window.
    func condition(in window: Interval) -> Condition {
        var down: [Interval] = []
        var unknown: [Interval] = []
        var index = firstIndex(after: window.start.epochSeconds)
        var start = window.start
        var state = index == 0 ? initial : transitions[index - 1].state
        while start < window.end {
            let next = index < transitions.count ? transitions[index] : nil
            let end = next.map { min(Instant(epochSeconds: $0.at), window.end) } ?? window.end
            switch state {
            case .down: down.append(Interval(start, end))
            case .unknown: unknown.append(Interval(start, end))
            case .up: break
            }
            start = end
            if let next { state = next.state }
            index += 1
        }
        return Condition(down: IntervalSet(down), unknown: IntervalSet(unknown))
    }

    /// The same up to an instant; after it up, but for the time in which it is planned to be down.
    func assuming(down planned: IntervalSet, after instant: Instant) -> Timeline {
        var assumed = self
        let ahead = Interval(instant, .latest)
        _ = assumed.replace(ahead, with: Condition(down: planned.clipped(to: ahead)))
        return assumed
    }

    /// Puts what was derived for a window in place of what was there.
    ///
    /// - Returns: the changes that now lie in the window, from its start to its end inclusive; nil when nothing is different.
    mutating func replace(_ window: Interval, with condition: Condition) -> [Transition]? {
        let start = window.start.epochSeconds
        let end = window.end.epochSeconds
        var state = self.state(at: start - 1)
        let after = self.state(at: end)
        var changes: [Transition] = []
        func change(_ at: Int64, _ next: Standing) {
            guard next != state else { return }
            changes.append(Transition(at: at, state: next))
            state = next
        }
        for (interval, next) in Self.pieces(of: condition, in: window) {
            change(interval.start.epochSeconds, next)
        }
        if window.end < Instant.latest { change(end, after) }
        let first = firstIndex(after: start - 1)
        let last = firstIndex(after: end)
        guard Array(transitions[first..<last]) != changes else { return nil }
        transitions.replaceSubrange(first..<last, with: changes)
        return changes
    }

    /// The window cut into stretches of one state, in order.
    private static func pieces(of condition: Condition, in window: Interval) -> [(Interval, Standing)] {
        let clipped = condition.clipped(to: window)
        let up = clipped.down.union(clipped.unknown).complement(in: window)
        let all =
            clipped.down.intervals.map { ($0, Standing.down) } + clipped.unknown.intervals.map { ($0, .unknown) }
            + up.intervals.map { ($0, .up) }
        return all.sorted { $0.0.start < $1.0.start }
    }

    /// Index of the first change after an instant.
    private func firstIndex(after instant: Int64) -> Int {
        var low = 0
        var high = transitions.count
        while low < high {
            let middle = (low + high) / 2
            if transitions[middle].at <= instant { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
