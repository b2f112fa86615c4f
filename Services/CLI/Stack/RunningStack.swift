import Foundation
import Glibc
import Hosting

/// What a running stack has written down, for the other commands to find it by.
struct RunningStack: Codable, Sendable {
    /// The supervisor.
    var supervisor: ProcessIdentity
    /// The base of its ports.
    var base: Int
    /// Which of the built programs run.
    var configuration: String
    /// True from when everything is up, the demo loaded.
    var isReady: Bool
    /// The processes, in the order in which they were started.
    var processes: [Supervisor.Entry]

    private static func file(_ state: String) -> String { "\(state)/run/stack.json" }

    /// What was written down last, whether it still runs or not.
    static func recorded(in state: String) -> RunningStack? {
        FileManager.default.contents(atPath: file(state)).flatMap { try? JSONDecoder().decode(RunningStack.self, from: $0) }
    }

    /// The stack that runs in a state folder; `nil` when none does.
    static func find(in state: String) -> RunningStack? {
        recorded(in: state).flatMap { $0.supervisor.isRunning ? $0 : nil }
    }

    /// Writes it down, whole or not at all.
    func write(to state: String) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys]
        try encoder.encode(self).write(to: URL(filePath: Self.file(state)), options: .atomic)
    }

    /// Ends processes that a killed supervisor left behind. The kernel asks them to end when it dies; this waits, and kills the deaf.
    static func clearRemains(in state: String) async {
        for entry in recorded(in: state)?.processes ?? [] {
            guard let process = entry.process, process.isRunning else { continue }
            // SIGTERM would make PostgreSQL wait for its clients.
            process.send(entry.name == "postgres" ? SIGINT : SIGTERM)
            if await !process.waitForEnd(timeoutSeconds: 20) { process.send(SIGKILL) }
            _ = await process.waitForEnd(timeoutSeconds: 5)
        }
    }
}
