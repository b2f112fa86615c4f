import Foundation

/// Tells whoever runs many histories how far they have come: a thousand take most of an hour.
actor HistoryProgress {
    /// Histories between two lines.
    private static let step = 50

    private let all: Int
    private let clock = ContinuousClock()
    private let started: ContinuousClock.Instant
    private var done = 0

    /// Of so many histories, from now on.
    init(of all: Int) {
        self.all = all
        started = clock.now
    }

    /// One more is done.
    func advance() {
        done += 1
        guard done.isMultiple(of: Self.step) else { return }
        let seconds = (clock.now - started).components.seconds
        // Not to the standard output: that may be held back until the end.
        FileHandle.standardError.write(Data("\(done) of \(all) histories after \(seconds) s\n".utf8))
    }
}
