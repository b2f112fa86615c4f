/// A server program in a folder of its own, which is started and asked until it answers.
public protocol PrivateServer: Sendable {
    /// Its name, for people.
    static var name: String { get }
    /// The signal that ends it without delay should it never answer.
    static var abandonSignal: Int32 { get }
    /// Where its data lives.
    var dataDirectory: String { get }
    /// Where its own log goes.
    var logFile: String { get }
    /// True once it answers.
    var isAnswering: Bool { get }
    /// The command line that starts it.
    ///
    /// - Throws: `HostingError` when it is not installed, or its files cannot be written.
    func command() throws -> Command
}

extension PrivateServer {
    /// Between two questions whether it answers: short against the tenths of a second that a start takes.
    private static var period: Duration { .milliseconds(20) }
    /// For a server that does not end by itself.
    private static var abandonGraceSeconds: Double { 5 }
    /// How much of its log a failure shows.
    private static var shownLines: Int { 12 }

    /// Starts the server and returns once it answers.
    ///
    /// - Throws: `HostingError` with the last lines of the server's log when it ends or does not answer in `timeoutSeconds`.
    public func start(timeoutSeconds: Double = 60) async throws -> ChildProcess {
        let child = try await ChildProcess.start(try command())
        let deadline = ContinuousClock.now + .seconds(timeoutSeconds)
        while !isAnswering {
            guard child.isRunning, ContinuousClock.now < deadline else {
                await child.stop(Self.abandonSignal, graceSeconds: Self.abandonGraceSeconds)
                let log = LogFile.tail(logFile, lines: Self.shownLines)
                throw HostingError(
                    .notReady, "\(Self.name) did not start. Its log (\(logFile)) ends with:\n\(log)",
                    advice: "The data in \(dataDirectory) is left as it is.")
            }
            try await Task.sleep(for: Self.period)
        }
        return child
    }
}
