import ArgumentParser
import Foundation
import Glibc
import Hosting

/// Stops everything; the data stays.
struct Down: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Stop everything; the data stays.")

    /// Longer than the slowest process may take to drain, one after the other.
    static let timeoutSeconds = 180.0

    @OptionGroup var stack: StackOptions

    func run() async throws {
        try await reporting {
            print(try await Self.stop(in: stack.statePath) ? "Stopped." : "Nothing was running.")
        }
    }

    /// Stops the stack of a state folder, and what a killed one left; true when there was something.
    static func stop(in state: String) async throws -> Bool {
        let remains = RunningStack.recorded(in: state)?.processes.contains { $0.process?.isRunning == true } ?? false
        if let running = RunningStack.find(in: state) {
            running.supervisor.send(SIGTERM)
            guard await running.supervisor.waitForEnd(timeoutSeconds: timeoutSeconds) else {
                throw HostingError(
                    .notReady, "The stack (process \(running.supervisor.pid)) has not stopped in \(Int(timeoutSeconds)) s.",
                    advice: "Run ./pledge down again, or end it: kill -9 \(running.supervisor.pid); its processes end with it.")
            }
            return true
        }
        await RunningStack.clearRemains(in: state)
        return remains
    }
}
