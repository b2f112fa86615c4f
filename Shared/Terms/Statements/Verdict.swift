/// Whether a commitment was kept.
public enum Verdict: String, CaseIterable, Hashable, Sendable, Codable {
    /// It was kept; of a window that is still open: it will be, whatever comes.
    case met
    /// It was not kept; of a window that is still open: it cannot be any more, on what is known now.
    case missed
    /// The window is open, and it is not decided yet.
    case pending
    /// The window is over, and there is no time in it to judge by.
    case notMeasurable = "not_measurable"
}
