import Clinux
import Foundation
import Glibc

extension ChildProcess {
    /// `posix_spawn` with a group of its own, default signals, no inherited descriptors, and standard input from nowhere.
    static func spawn(_ command: Command) throws -> pid_t {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        if !command.startsSession { posix_spawnattr_setpgroup(&attributes, 0) }
        var signals = sigset_t()
        sigfillset(&signals)
        posix_spawnattr_setsigdefault(&attributes, &signals)
        sigemptyset(&signals)
        posix_spawnattr_setsigmask(&attributes, &signals)
        let group = command.startsSession ? Int32(PLEDGE_SPAWN_SETSID) : Int32(POSIX_SPAWN_SETPGROUP)
        posix_spawnattr_setflags(&attributes, Int16(group | Int32(POSIX_SPAWN_SETSIGDEF) | Int32(POSIX_SPAWN_SETSIGMASK)))

        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        switch command.output {
        case .inherit: break
        case .discard: posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
        case .file(let path): posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY | O_CREAT | O_APPEND, 0o640)
        case .descriptor(let descriptor): posix_spawn_file_actions_adddup2(&actions, descriptor, 1)
        }
        if case .inherit = command.output {} else { posix_spawn_file_actions_adddup2(&actions, 1, 2) }
        posix_spawn_file_actions_addclosefrom_np(&actions, 3)
        if let directory = command.directory { posix_spawn_file_actions_addchdir_np(&actions, directory) }

        var arguments: [UnsafeMutablePointer<CChar>?] = command.argumentVector.map { strdup($0) } + [nil]
        let variables = command.environment ?? ProcessInfo.processInfo.environment
        var environment: [UnsafeMutablePointer<CChar>?] = variables.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in arguments + environment { free(pointer) } }
        let program = Command.find(command.argumentVector[0]) ?? command.argumentVector[0]
        var pid: pid_t = 0
        let failure = posix_spawn(&pid, program, &actions, &attributes, &arguments, &environment)
        guard failure == 0 else {
            throw HostingError(.spawnFailed, "\(command.executable) could not be started: \(String(cString: strerror(failure))).")
        }
        return pid
    }

    /// Runs a program to its end and collects what it printed, at most `limitBytes` of it (the rest is read and let go).
    ///
    /// - Throws: `HostingError` when it cannot be started; an exit code other than 0 is a result, not an error.
    public static func run(_ command: Command, limitBytes: Int = 1 << 20) async throws -> (exit: Exit, output: String) {
        var ends: [Int32] = [0, 0]
        guard pipe2(&ends, O_CLOEXEC) == 0 else {
            throw HostingError(.spawnFailed, "No pipe for \(command.executable): \(String(cString: strerror(errno))).")
        }
        let (readEnd, writeEnd) = (ends[0], ends[1])
        var piped = command
        piped.output = .descriptor(writeEnd)
        let child: ChildProcess
        do {
            child = try await start(piped)
            close(writeEnd)
        } catch {
            close(writeEnd)
            close(readEnd)
            throw error
        }
        let output = await withCheckedContinuation { continuation in
            Thread { continuation.resume(returning: readAll(readEnd, limitBytes: limitBytes)) }.start()
        }
        return (await child.exit(), output)
    }

    private static func readAll(_ descriptor: Int32, limitBytes: Int) -> String {
        var collected: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 64 << 10)
        while true {
            let count = read(descriptor, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count <= 0 { break }
            collected.append(contentsOf: buffer[0..<min(count, max(0, limitBytes - collected.count))])
        }
        close(descriptor)
        return String(decoding: collected, as: UTF8.self)
    }
}
