import Foundation
import Glibc
import Hosting
import Synchronization
import Testing

@testable import CLI

@Suite(.timeLimit(.minutes(5))) struct SupervisorTests {
    @Test func aKilledProcessIsStartedAgain() async throws {
        let stage = Stage()
        await stage.supervisor.start(stage.process("steady", "exec sleep 1000"))
        try await stage.supervisor.waitUntilReady("steady")
        let first = try await #require(stage.entry("steady").process)
        first.send(SIGKILL)
        let again = try await stage.until("steady") { $0.phase == .ready && $0.restarts == 1 }
        #expect(again.process != first)
        #expect(stage.lines.contains { $0.contains("steady ended (signal 9); starting it again in 0.25 s") })
        await stage.supervisor.stopAll()
        let stopped = try await stage.entry("steady")
        #expect(stopped.phase == .stopped)
        #expect(again.process?.isRunning == false)
    }

    @Test func whatNeverBecomesReadyIsReportedWithItsLastLines() async throws {
        let stage = Stage()
        await stage.supervisor.start(stage.process("broken", "echo the reason; exit 7", isReady: { false }))
        let error = await #expect(throws: HostingError.self) { try await stage.supervisor.waitUntilReady("broken") }
        #expect(error?.code == .notReady)
        #expect(error?.message.contains("the reason") == true)
        #expect(stage.lines.contains { $0.contains("exit code 7") && $0.contains("the reason") })
        await stage.supervisor.stopAll()
    }

    @Test func aMissingProgramIsReported() async throws {
        let stage = Stage()
        var process = stage.process("absent", "")
        process = SupervisedProcess(
            name: "absent", command: { Command("/no/such/program") }, logFile: process.logFile, isReady: { true })
        await stage.supervisor.start(process)
        await #expect(throws: HostingError.self) { try await stage.supervisor.waitUntilReady("absent") }
        #expect(stage.lines.contains { $0.contains("/no/such/program is not installed.") })
        await stage.supervisor.stopAll()
    }

    @Test func theLastStartedIsStoppedFirst() async throws {
        let stage = Stage()
        for name in ["first", "second"] {
            await stage.supervisor.start(
                stage.process(
                    name, "trap 'echo \(name) >>\(stage.folder)/order; exit 0' TERM; echo up; while :; do sleep 0.01; done"))
            try await stage.supervisor.waitUntilReady(name)
            try await stage.untilLog(of: name, holds: "up")
        }
        await stage.supervisor.stopAll()
        #expect(try String(contentsOfFile: "\(stage.folder)/order", encoding: .utf8) == "second\nfirst\n")
    }

    @Test func aProcessThatIgnoresTheRequestIsKilled() async throws {
        let stage = Stage()
        var process = stage.process("deaf", "trap '' TERM; echo up; while :; do sleep 0.01; done")
        process.stopGraceSeconds = 0.1
        await stage.supervisor.start(process)
        try await stage.supervisor.waitUntilReady("deaf")
        try await stage.untilLog(of: "deaf", holds: "up")
        let identity = try await #require(stage.entry("deaf").process)
        await stage.supervisor.stopAll()
        #expect(!identity.isRunning)
    }

    @Test func aHeldProcessStaysDownUntilItIsReleased() async throws {
        let stage = Stage()
        await stage.supervisor.start(stage.process("web", "exec sleep 1000"))
        try await stage.supervisor.waitUntilReady("web")
        await stage.supervisor.hold(only: ["web"])
        let held = try await stage.until("web") { $0.phase == .held }
        #expect(held.process == nil)
        await stage.supervisor.hold(only: [])
        let back = try await stage.until("web") { $0.phase == .ready }
        #expect(back.process?.isRunning == true)
        await stage.supervisor.stopAll()
    }

    @Test func whatIsHeldBetweenTwoStartsRunsOnceWhenItIsReleased() async throws {
        let stage = Stage()
        let (starts, open) = ("\(stage.folder)/starts", "\(stage.folder)/open")
        let web = stage.process("web", "echo up >>\(starts); exec sleep 1000") { access(open, F_OK) == 0 }
        try Data().write(to: URL(filePath: open))
        for process in [web, stage.process("clock", "exec sleep 1000")] {
            await stage.supervisor.start(process)
            try await stage.supervisor.waitUntilReady(process.name)
        }
        try await stage.untilFile("starts", holds: "up\n")
        try await #require(stage.entry("web").process).send(SIGKILL)
        _ = try await stage.until("web") { $0.phase == .backingOff }
        unlink(open)
        await stage.supervisor.hold(only: ["web"])
        await stage.supervisor.hold(only: [])
        // What dies later comes back later: until then the start that was put off would have been made.
        try await #require(stage.entry("clock").process).send(SIGKILL)
        _ = try await stage.until("clock") { $0.phase == .ready && $0.restarts == 1 }
        try Data().write(to: URL(filePath: open))
        _ = try await stage.until("web") { $0.phase == .ready }
        try await stage.untilFile("starts", holds: "up\nup\n")
        #expect(try stage.text("starts") == "up\nup\n")
        await stage.supervisor.stopAll()
    }

    @Test func aHungProcessIsFoundByItsGroupAndLeavesNoChildren() async throws {
        let stage = Stage()
        await stage.supervisor.start(stage.process("parent", "sleep 1000 & echo $! >\(stage.folder)/child; wait"))
        try await stage.supervisor.waitUntilReady("parent")
        try await stage.untilFile("child", holds: "\n")
        let child = try #require(Int32(stage.text("child").trimmingCharacters(in: .whitespacesAndNewlines)))
        let identity = try #require(ProcessIdentity(pid: child))
        await stage.supervisor.killAll()
        #expect(await identity.waitForEnd(timeoutSeconds: 10))
        await stage.supervisor.stopAll()
    }
}

/// A supervisor with a folder, whose changes and messages a test can wait for.
private final class Stage: Sendable {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pledge-stage-\(UUID().uuidString)").path
    let supervisor: Supervisor
    private let changes: AsyncStream<[Supervisor.Entry]>

    init() {
        try? Account.makeFolder(folder, mode: 0o755)
        let (stream, continuation) = AsyncStream.makeStream(of: [Supervisor.Entry].self)
        changes = stream
        let sink = Sink()
        self.sink = sink
        supervisor = Supervisor(reporter: Reporter { sink.append($0) }) { continuation.yield($0) }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private let sink: Sink
    private final class Sink: Sendable {
        private let lines = Mutex<[String]>([])
        func append(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    var lines: [String] { sink.all }

    func process(_ name: String, _ script: String, isReady: @escaping @Sendable () async -> Bool = { true }) -> SupervisedProcess
    {
        let log = "\(folder)/\(name).log"
        return SupervisedProcess(
            name: name, command: { Command("sh", ["-c", script], output: .file(log), signalWhenParentDies: "KILL") },
            logFile: log,
            stopGraceSeconds: 10, isReady: isReady)
    }

    func entry(_ name: String) async throws -> Supervisor.Entry {
        try #require(await supervisor.entries.first { $0.name == name })
    }

    /// Waits for a state among the changes that the supervisor tells of.
    func until(_ name: String, _ isWanted: (Supervisor.Entry) -> Bool) async throws -> Supervisor.Entry {
        for await entries in changes {
            if let entry = entries.first(where: { $0.name == name }), isWanted(entry) { return entry }
        }
        throw CancellationError()
    }

    func text(_ name: String) -> String { (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? "" }

    /// Waits until a process has written something; the suite's time limit bounds it.
    func untilLog(of name: String, holds part: String) async throws { try await untilFile("\(name).log", holds: part) }

    func untilFile(_ name: String, holds part: String) async throws {
        while !text(name).contains(part) {
            try Task.checkCancellation()
            await Task.yield()
        }
    }
}
