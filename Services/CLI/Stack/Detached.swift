import Foundation
import Glibc
import Hosting

/// Starts a supervisor that outlives this process and its terminal, and follows it until everything is ready.
struct Detached {
    let layout: StackLayout

    /// Starts this very program with `arguments`, in a session of its own.
    ///
    /// - Throws: `HostingError` when it ends before it is ready; what it printed has been shown by then.
    func start(_ arguments: [String]) async throws {
        let log = layout.log("supervisor")
        unlink(log)
        var command = Command("/proc/self/exe", arguments, directory: layout.home, output: .file(log))
        command.executable = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
        command.startsSession = true
        let child = try await ChildProcess.start(command)
        let follower = Task { await follow(log) }
        defer { follower.cancel() }
        while RunningStack.find(in: layout.state)?.isReady != true {
            guard child.isRunning else {
                try? await Task.sleep(for: Self.period * 2)
                // On a full disk what it had to say could not be written.
                try Preflight(layout: layout, demo: false).checkSpace()
                throw HostingError(.notReady, "The stack did not come up; see above, and \(log).")
            }
            try await Task.sleep(for: Self.period)
        }
        // The last lines, addresses and keys, are written right after the state.
        try await Task.sleep(for: Self.period * 3)
    }

    /// Waits until another process's stack is ready.
    func waitUntilReady(_ supervisor: ProcessIdentity) async throws -> RunningStack {
        while true {
            guard let stack = RunningStack.find(in: layout.state) else {
                throw HostingError(.notReady, "The stack ended while it was starting.", advice: "Try again: ./pledge up")
            }
            if stack.isReady { return stack }
            try await Task.sleep(for: Self.period)
        }
    }

    private static let period = Duration.milliseconds(100)

    /// Copies what is written to a file to standard output, as it comes.
    private func follow(_ path: String) async {
        var offset: UInt64 = 0
        while !Task.isCancelled {
            if let file = FileHandle(forReadingAtPath: path) {
                try? file.seek(toOffset: offset)
                if let data = try? file.readToEnd() {
                    offset += UInt64(data.count)
                    FileHandle.standardOutput.write(data)
                }
                try? file.close()
            }
            try? await Task.sleep(for: Self.period)
        }
    }
}
