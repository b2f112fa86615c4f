import Foundation
import Glibc
import Hosting

/// One run of the built test program.
struct TestRun: Sendable {
    /// Where the test program lies.
    let program: String
    /// `--filter` and `--skip` with their values.
    let selection: [String]
    /// Everything that the tests find in their environment.
    let environment: [String: String]
    /// The bound on the whole run; a test that hangs is named and ended.
    let timeoutSeconds: Double

    /// Runs it; the program's output goes to this process's own.
    ///
    /// - Returns: what was counted, and how the program ended.
    func run() async throws -> (tally: TestTally, exit: ChildProcess.Exit) {
        let stream = FileManager.default.temporaryDirectory.appending(path: "pledge-events-\(UUID().uuidString).jsonl").path
        defer { unlink(stream) }
        let command = Command(
            program,
            ["--testing-library", "swift-testing", "--event-stream-version", "0", "--event-stream-output-path", stream]
                + selection,
            environment: ProcessInfo.processInfo.environment.merging(environment) { _, new in new }, signalWhenParentDies: "KILL")
        let child = try await ChildProcess.start(command)
        let watchdog = Task {
            try await Task.sleep(for: .seconds(timeoutSeconds))
            print(
                "The tests take longer than \(Int(timeoutSeconds)) s. Unfinished: \(Self.tally(stream).unfinished.joined(separator: "\n"))"
            )
            child.sendToGroup(SIGKILL)
        }
        let exit = await withTaskCancellationHandler {
            await child.exit()
        } onCancel: {
            child.sendToGroup(SIGTERM)
        }
        watchdog.cancel()
        return (Self.tally(stream), exit)
    }

    private static func tally(_ stream: String) -> TestTally {
        var tally = TestTally()
        tally.read(FileManager.default.contents(atPath: stream) ?? Data())
        return tally
    }
}
