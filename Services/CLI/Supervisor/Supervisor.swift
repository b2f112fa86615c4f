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

    /// One process; used by the actor alone.
    private final class Slot {
        let process: SupervisedProcess
        var state = ProcessState()
        var child: ChildProcess?
        var startedAt: ContinuousClock.Instant?
        var readyAt: Int?
        var readyAfterMilliseconds: Int?
        var loop: Task<Void, Never>?
        var watch: Task<Void, Never>?
        var waiters: [CheckedContinuation<Bool, Never>] = []

        init(_ process: SupervisedProcess) { self.process = process }

        /// Tells those who wait for readiness.
        func settle(isReady: Bool) {
            for waiter in waiters { waiter.resume(returning: isReady) }
            waiters = []
        }
    }

    /// How often a starting process is asked whether it is ready.
    private static let readinessPeriod = Duration.milliseconds(20)
    /// How often a ready process is asked whether it still answers.
    private static let probePeriod = Duration.seconds(5)

    /// In the order in which they were started.
    private var slots: [Slot] = []
    /// True once everything is to stop.
    private(set) var isStopping = false
    private let reporter: Reporter
    private let onChange: @Sendable ([Entry]) -> Void

    /// - Parameter onChange: told the state of everything whenever something has changed.
    init(reporter: Reporter, onChange: @escaping @Sendable ([Entry]) -> Void) {
        self.reporter = reporter
        self.onChange = onChange
    }

    /// Starts a process and keeps it running until `stopAll`.
    func start(_ process: SupervisedProcess) {
        guard !isStopping, slot(process.name) == nil else { return }
        let slot = Slot(process)
        slots.append(slot)
        slot.loop = Task { await keep(slot) }
    }

    /// Waits until a process is ready.
    ///
    /// - Throws: `HostingError` with the end of its log when it failed too often; `CancellationError` when the stack is being stopped.
    func waitUntilReady(_ name: String) async throws {
        guard let slot = slot(name), !isStopping else { throw CancellationError() }
        switch slot.state.phase {
        case .ready: return
        case .starting, .backingOff: if await withCheckedContinuation({ slot.waiters.append($0) }) { return }
        case .failed, .holding, .held, .stopping, .stopped: break
        }
        guard !isStopping else { throw CancellationError() }
        let log = slot.process.logFile
        throw HostingError(
            .notReady, "\(name) did not become ready. Its log (\(log)) ends with:\n\(LogFile.tail(log, lines: 15))")
    }

    /// Stops everything, the last started first; returns when nothing runs any more.
    func stopAll() async {
        isStopping = true
        for slot in slots { slot.state.stopRequested() }
        changed()
        for slot in slots.reversed() {
            slot.watch?.cancel()
            await slot.child?.stop(slot.process.stopSignal, graceSeconds: slot.process.stopGraceSeconds)
            slot.loop?.cancel()
            await slot.loop?.value
            slot.settle(isReady: false)
        }
    }

    /// Takes down exactly the processes of these names, and up again those that were held and are not named any more.
    func hold(only names: Set<String>) async {
        for slot in slots where !isStopping {
            if names.contains(slot.process.name) {
                slot.state.holdRequested()
                slot.watch?.cancel()
                await slot.child?.stop(slot.process.stopSignal, graceSeconds: slot.process.stopGraceSeconds)
                // A loop that waits for the next start would go on beside the one of a release, and both start the process.
                slot.loop?.cancel()
                await slot.loop?.value
            } else if slot.state.released() {
                slot.loop = Task { await keep(slot) }
            }
        }
        changed()
    }

    /// Kills everything at once, for those who cannot wait.
    func killAll() {
        for slot in slots { slot.child?.sendToGroup(SIGKILL) }
    }

    /// What the processes are doing, in the order in which they were started.
    var entries: [Entry] {
        slots.map { slot in
            Entry(
                name: slot.process.name, phase: slot.state.phase, process: slot.child.flatMap { ProcessIdentity(pid: $0.pid) },
                port: slot.process.port, restarts: slot.state.restarts, logFile: slot.process.logFile, readyAt: slot.readyAt,
                readyAfterMilliseconds: slot.readyAfterMilliseconds)
        }
    }

    /// Runs a process again and again.
    private func keep(_ slot: Slot) async {
        while !Task.isCancelled, slot.state.phase == .starting || slot.state.phase == .backingOff {
            slot.state.started()
            let ending = await runOnce(slot)
            slot.watch?.cancel()
            slot.child = nil
            slot.readyAt = nil
            let action = slot.state.exited(at: .now)
            changed()
            switch action {
            case .restart(let delay):
                reporter.crashed(slot.process.name, ending: ending, delay: delay, logFile: slot.process.logFile)
                try? await Task.sleep(for: delay)
            case .giveUp:
                reporter.crashed(slot.process.name, ending: ending, delay: nil, logFile: slot.process.logFile)
                slot.settle(isReady: false)
            case .none, .kill: break
            }
        }
    }

    /// One run, from start to end; how it ended, in words.
    private func runOnce(_ slot: Slot) async -> String {
        do {
            let child = try await ChildProcess.start(try slot.process.command())
            slot.child = child
            slot.startedAt = .now
            // A request that came while the process was being started has not seen it.
            if slot.state.phase != .starting { child.send(slot.process.stopSignal) }
            slot.watch = Task { await watch(slot, child) }
            changed()
            return "\(await child.exit())"
        } catch {
            return "\(error)"
        }
    }

    /// Waits for readiness, then keeps asking whether the process still answers.
    private func watch(_ slot: Slot, _ child: ChildProcess) async {
        while child.isRunning, !(await slot.process.isReady()) {
            do { try await Task.sleep(for: Self.readinessPeriod) } catch { return }
        }
        guard child.isRunning, !Task.isCancelled else { return }
        slot.state.becameReady(at: .now)
        slot.readyAt = Int(Date().timeIntervalSince1970)
        slot.readyAfterMilliseconds = slot.startedAt.map { Int((.now - $0) / .milliseconds(1)) }
        if slot.state.restarts > 0 { reporter.note("\(slot.process.name) is ready again.") }
        changed()
        slot.settle(isReady: true)
        guard let isAlive = slot.process.isAlive else { return }
        while child.isRunning {
            do { try await Task.sleep(for: Self.probePeriod) } catch { return }
            let answer = await isAlive()
            guard slot.state.probed(isAlive: answer) == .kill else { continue }
            reporter.note("\(slot.process.name) does not answer any more; ending it.")
            child.sendToGroup(SIGKILL)
        }
    }

    private func slot(_ name: String) -> Slot? { slots.first { $0.process.name == name } }

    private func changed() { onChange(entries) }
}
