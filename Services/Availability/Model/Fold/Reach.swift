import Contracts
import Terms

/// How far a sample reaches: the time around it in which it can change what is derived. Deriving anew just that, with enough
/// samples around it, gives the same as deriving all of history anew.
struct Reach: Equatable, Sendable {
    /// Seconds before the sample in which it can change something.
    let before: Int64
    /// Seconds after it.
    let after: Int64
    /// Seconds on each side of what is derived from which samples are needed.
    let context: Int64

    /// The reach of a sample of a source.
    ///
    /// A probe's sample can make or break a run of `confirm` samples, each up to `stale` from the next, and speaks for `stale`
    /// itself. A counter's sample makes an increment with the next one up to `stale` away, and that lands in a slice which
    /// speaks for `stale` or its own length.
    init(_ source: MeasurementSource) {
        switch source {
        case .probe(let probe):
            let run = Int64(max(1, probe.confirm)) * probe.staleSeconds
            self.init(before: run, after: run + probe.staleSeconds, context: run + probe.staleSeconds)
        case .requests, .resources:
            let slice = source.counts.map { $0.sliceSeconds + max($0.sliceSeconds, $0.staleSeconds) } ?? 0
            self.init(before: 2 * slice, after: 3 * slice, context: 2 * slice)
        case .declared: self.init(before: 0, after: 0, context: 0)
        }
    }

    private init(before: Int64, after: Int64, context: Int64) {
        self.before = before
        self.after = after
        self.context = context
    }

    /// The widest reach of any source that a component has had.
    init(widestOf sources: [MeasurementSource]) {
        let all = sources.map { Reach($0) }
        self.init(
            before: all.map(\.before).max() ?? 0, after: all.map(\.after).max() ?? 0, context: all.map(\.context).max() ?? 0)
    }

    /// The time that samples can change.
    func window(of samples: [Sample]) -> IntervalSet {
        var intervals: [Interval] = []
        var index = 0
        while index < samples.count {
            let first = samples[index].at
            var last = first
            index += 1
            // What lies close together is one window: deriving it in pieces would read the same samples again.
            while index < samples.count, samples[index].at - last <= before + after + 2 * context {
                last = samples[index].at
                index += 1
            }
            intervals.append(Interval(first - before, last + after))
        }
        return IntervalSet(intervals)
    }

    /// The time from which samples are needed to derive a window.
    func context(of window: IntervalSet) -> IntervalSet {
        IntervalSet(window.intervals.map { Interval($0.start.advanced(by: -context), $0.end.advanced(by: context)) })
    }
}
