import Foundation
import Glibc

/// A running child, in a process group of its own.
///
/// One thread starts it and waits for it: the kernel ties a parent-death signal to the *thread* that started the child, so that thread
/// must live as long as the child does.
public final class ChildProcess: @unchecked Sendable {
    /// How a child ended.
    public enum Exit: Equatable, Sendable, CustomStringConvertible {
        /// It returned this code.
        case code(Int32)
        /// This signal ended it.
        case signal(Int32)

        /// True for exit code 0.
        public var isSuccess: Bool { self == .code(0) }
        /// "exit code 1" or "signal 9".
        public var description: String {
            switch self {
            case .code(let code): "exit code \(code)"
            case .signal(let signal): "signal \(signal)"
            }
        }
    }

    /// The process id, which is also the id of its group.
    public let pid: pid_t
    private let lock = NSLock()
    /// Guarded by `lock`.
    private var ended: Exit?
    /// Guarded by `lock`.
    private var waiters: [CheckedContinuation<Exit, Never>] = []

    private init(pid: pid_t) { self.pid = pid }

    /// Starts a program.
    ///
    /// - Throws: `HostingError` when it is not installed or the system refuses.
    public static func start(_ command: Command) async throws -> ChildProcess {
        guard Command.find(command.executable) != nil else {
            throw HostingError(.missingExecutable, "\(command.executable) is not installed.")
        }
        return try await withCheckedThrowingContinuation { continuation in
            let thread = Thread {
                switch Result(catching: { try spawn(command) }) {
                case .failure(let error): continuation.resume(throwing: error)
                case .success(let pid):
                    let child = ChildProcess(pid: pid)
                    continuation.resume(returning: child)
                    child.waitForExit()
                }
            }
            // Waiting needs next to no stack.
            thread.stackSize = 256 << 10
            thread.start()
        }
    }

    /// How it ended, as soon as it has.
    public func exit() async -> Exit {
        await withCheckedContinuation { continuation in
            let known = lock.withLock {
                if ended == nil { waiters.append(continuation) }
                return ended
            }
            if let known { continuation.resume(returning: known) }
        }
    }

    /// True until it has ended.
    public var isRunning: Bool { lock.withLock { ended == nil } }

    /// Sends a signal to the process alone, unless it has ended.
    public func send(_ signal: Int32) {
        lock.withLock { if ended == nil { kill(pid, signal) } }
    }

    /// Sends a signal to the whole group, unless its leader has ended.
    public func sendToGroup(_ signal: Int32) {
        lock.withLock { if ended == nil { kill(-pid, signal) } }
    }

    /// Sends `signal`, and after `graceSeconds` without an end SIGKILL to the group.
    @discardableResult
    public func stop(_ signal: Int32 = SIGTERM, graceSeconds: Double) async -> Exit {
        send(signal)
        let killer = Task { [self] in
            try await Task.sleep(for: .seconds(graceSeconds))
            sendToGroup(SIGKILL)
        }
        defer { killer.cancel() }
        return await exit()
    }

    /// Runs on the child's own thread. The child stays a zombie, and its id its own, until the end is noted.
    private func waitForExit() {
        var information = siginfo_t()
        while waitid(P_PID, id_t(pid), &information, WEXITED | WNOWAIT) != 0, errno == EINTR {}
        let waiting = lock.withLock {
            var status: Int32 = 0
            while waitpid(pid, &status, 0) < 0, errno == EINTR {}
            ended = status & 0x7f == 0 ? .code((status >> 8) & 0xff) : .signal(status & 0x7f)
            defer { waiters = [] }
            return waiters.map { ($0, ended) }
        }
        for (waiter, exit) in waiting { if let exit { waiter.resume(returning: exit) } }
    }
}
