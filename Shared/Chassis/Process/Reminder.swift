/// When to say again what is still so: at once, then after pauses that double, and at once when it is something else.
struct Reminder {
    /// The pause after the first time: what is over by then was said once.
    static let firstPause = Duration.seconds(5)
    /// The longest pause: who looks at the last minutes of a log still sees it.
    static let longestPause = Duration.seconds(300)

    private var last: (what: String, at: ContinuousClock.Instant)?
    private var pause = Reminder.firstPause

    /// Whether to say it now; what is not due was said lately.
    mutating func isDue(_ what: String, at now: ContinuousClock.Instant) -> Bool {
        guard let last, last.what == what else {
            last = (what, now)
            pause = Self.firstPause
            return true
        }
        guard now - last.at >= pause else { return false }
        self.last = (what, now)
        pause = min(pause * 2, Self.longestPause)
        return true
    }
}
