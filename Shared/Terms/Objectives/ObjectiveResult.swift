/// Whether an objective was kept over a window, and how that is known.
public struct ObjectiveResult: Hashable, Sendable, Codable {
    /// What came out.
    public enum Verdict: String, CaseIterable, Hashable, Sendable, Codable {
        case met
        case missed
        /// The measurements are too coarse to tell.
        case undecided
        /// The window is open.
        case pending
        /// Nothing was measured.
        case notMeasurable = "not_measurable"
    }

    /// What the measurements of one part, or of all, come to.
    public struct Finding: Hashable, Sendable, Codable {
        /// The part; nil for all.
        public let part: String?
        /// How many things, or seconds, were measured.
        public let population: Int64
        /// The least that the figure can be: per cent of a share, or a value in the limit's unit; nil without measurements,
        /// and where nothing bounds it.
        public let low: Rational?
        /// The most that it can be. The same as `low` where the figure is exact.
        public let high: Rational?
        /// The share of the population of which it is certain on which side of the limit it lies.
        public let certain: Ratio?
        /// What came out.
        public let verdict: Verdict
    }

    /// The objective's id.
    public let objective: String
    /// The clause that makes the promise.
    public let clause: String
    /// Whether it binds.
    public let strength: Strength
    /// The window.
    public let window: Window
    /// What came out.
    public let verdict: Verdict
    /// Over everything, or part by part where the agreement looks at parts.
    public let findings: [Finding]
    /// When there were measurements that count.
    public let measured: IntervalSet
    /// When there were measurements that do not count.
    public let excluded: IntervalSet
    /// The remedy that a miss founds, by id; nil where there is none, and of best effort.
    public let remedy: String?
    /// What it rests on.
    public let bearing: Bearing

    /// The share of the window of which there are measurements, or which does not count.
    public var coverage: Ratio? {
        Ratio(measured.union(excluded).clipped(to: window.interval).seconds, of: window.interval.seconds)
    }
}
