import Foundation
import Glibc
import Hosting

/// Keeps processes running: starts them, watches them, starts them again with growing delays, and stops them in reverse order.
actor Supervisor {
    /// What `status` shows of a process.
    struct Entry: Codable, Sendable {
        var name: String
        var phase: ProcessState.Phase
        var process: ProcessIdentity?
        var port: Int?
        var restarts: Int
        var logFile: String
        /// When it became ready, in seconds after 1970.
        var readyAt: Int?
        /// From its start to its first ready answer.
        var readyAfterMilliseconds: Int?
    }

    private struct Running {
        let process: SupervisedProcess
        var state = ProcessState()
        var child: ChildProcess?
        var startedAt: ContinuousClock.Instant?
        var readyAt: Int?
        var readyAfterMilliseconds: Int?
        var loop: Task<Void, Never>?
        var watch: Task<Void, Never>?
        var waiters: [CheckedContinuation<Bool, Never>] = []
    }

    /// How often a starting process is asked whether it is ready.
    private static let readinessPeriod = Duration.milliseconds(20)
    /// How often a ready process is asked whether it still answers.
    private static let probePeriod = Duration.seconds(5)

    private var running: [String: Running] = [:]
    private var order: [String] = []
    private var isStopping = false
    private let reporter: Reporter
    private let onChange: @Sendable ([Entry]) -> Void

    /// - Parameter onChange: told the state of everything whenever something has changed.
    init(reporter: Reporter, onChange: @escaping @Sendable ([Entry]) -> Void) {
        self.reporter = reporter
        self.onChange = onChange
    }

    /// Starts a process and keeps it running until `stopAll`.
    func start(_ process: SupervisedProcess) {
        guard !isStopping, running[process.name] == nil else { return }
        running[process.name] = Running(process: process)
        order.append(process.name)
        running[process.name]?.loop = Task { await keep(process) }
    }

    /// Waits until a process is ready.
    ///
    /// - Throws: `HostingError` with the end of its log when it failed too often, or the stack is being stopped.
    func waitUntilReady(_ name: String) async throws {
        guard let entry = running[name], !isStopping else { throw CancellationError() }
        let isReady: Bool =
            switch entry.state.phase {
            case .ready: true
            case .failed, .holding, .held, .stopping, .stopped: false
            case .starting, .backingOff: await withCheckedContinuation { running[name]?.waiters.append($0) }
            }
        guard !isReady else { return }
        guard !isStopping else { throw CancellationError() }
        throw HostingError(
            .notReady,
            "\(name) did not become ready. Its log (\(entry.process.logFile)) ends with:\n\(LogFile.tail(entry.process.logFile, lines: 15))"
        )
    }

    /// Stops everything, the last started first; returns when nothing runs any more.
    func stopAll() async {
        isStopping = true
        for name in order { running[name]?.state.stopRequested() }
        changed()
        for name in order.reversed() {
            guard let entry = running[name] else { continue }
            entry.watch?.cancel()
            if let child = entry.child {
                await child.stop(entry.process.stopSignal, graceSeconds: entry.process.stopGraceSeconds)
            }
            entry.loop?.cancel()
            await entry.loop?.value
            settle(name, isReady: false)
        }
    }

    /// Takes down exactly the processes of these names, and up again those that were held and are not named any more.
    func hold(only names: Set<String>) async {
        guard !isStopping else { return }
        for name in order {
            guard let entry = running[name] else { continue }
            if names.contains(name) {
                running[name]?.state.holdRequested()
                entry.watch?.cancel()
                await entry.child?.stop(entry.process.stopSignal, graceSeconds: entry.process.stopGraceSeconds)
            } else if running[name]?.state.released() == true {
                running[name]?.loop = Task { await keep(entry.process) }
            }
        }
        changed()
    }

    /// Kills everything at once, for those who cannot wait.
    func killAll() {
        for entry in running.values { entry.child?.sendToGroup(SIGKILL) }
    }

    /// The processes in the order in which they were started.
    var entries: [Entry] {
        order.compactMap { name in
            running[name].map {
                Entry(
                    name: name, phase: $0.state.phase, process: $0.child.flatMap { ProcessIdentity(pid: $0.pid) },
                    port: $0.process.port,
                    restarts: $0.state.restarts, logFile: $0.process.logFile, readyAt: $0.readyAt,
                    readyAfterMilliseconds: $0.readyAfterMilliseconds)
            }
        }
    }

    /// Runs a process again and again.
    private func keep(_ process: SupervisedProcess) async {
        while !Task.isCancelled {
            guard let phase = running[process.name]?.state.phase, phase == .starting || phase == .backingOff else { return }
            running[process.name]?.state.started()
            let ending = await runOnce(process)
            running[process.name]?.watch?.cancel()
            running[process.name]?.child = nil
            running[process.name]?.readyAt = nil
            let action = running[process.name]?.state.exited(at: .now) ?? .none
            changed()
            switch action {
            case .restart(let delay):
                reporter.crashed(process.name, ending: ending, delay: delay, logFile: process.logFile)
                try? await Task.sleep(for: delay)
            case .giveUp:
                reporter.crashed(process.name, ending: ending, delay: nil, logFile: process.logFile)
                settle(process.name, isReady: false)
                return
            case .none, .kill: return
            }
        }
    }

    /// One run, from start to end; how it ended, in words.
    private func runOnce(_ process: SupervisedProcess) async -> String {
        do {
            let child = try await ChildProcess.start(try process.command())
            running[process.name]?.child = child
            running[process.name]?.startedAt = .now
            // A stop that came while the process was being started has not seen it.
            if running[process.name]?.state.phase == .stopping { child.send(process.stopSignal) }
            running[process.name]?.watch = Task { await watch(process, child) }
            changed()
            return "\(await child.exit())"
        } catch {
            return "\(error)"
        }
    }

    /// Waits for readiness, then keeps asking whether the process still answers.
    private func watch(_ process: SupervisedProcess, _ child: ChildProcess) async {
        while child.isRunning, !(await process.isReady()) {
            do { try await Task.sleep(for: Self.readinessPeriod) } catch { return }
        }
        guard child.isRunning, !Task.isCancelled else { return }
        running[process.name]?.state.becameReady(at: .now)
        running[process.name]?.readyAt = Int(Date().timeIntervalSince1970)
        running[process.name]?.readyAfterMilliseconds = running[process.name]?.startedAt.map {
            Int((.now - $0) / .milliseconds(1))
        }
        if let restarts = running[process.name]?.state.restarts, restarts > 0 { reporter.note("\(process.name) is ready again.") }
        changed()
        settle(process.name, isReady: true)
        guard let isAlive = process.isAlive else { return }
        while child.isRunning {
            do { try await Task.sleep(for: Self.probePeriod) } catch { return }
            let answer = await isAlive()
            guard running[process.name]?.state.probed(isAlive: answer) == .kill else { continue }
            reporter.note("\(process.name) does not answer any more; ending it.")
            child.sendToGroup(SIGKILL)
        }
    }

    private func settle(_ name: String, isReady: Bool) {
        for waiter in running[name]?.waiters ?? [] { waiter.resume(returning: isReady) }
        running[name]?.waiters = []
    }

    private func changed() { onChange(entries) }
}
