import Foundation
import Glibc

/// A process that was written down to be found again later: its id alone may by then be another's, its id and start time cannot.
public struct ProcessIdentity: Codable, Hashable, Sendable {
    /// The process id.
    public var pid: Int32
    /// When it started, in clock ticks after the machine's start.
    public var startTicks: UInt64

    /// The identity of a process that runs now; `nil` when there is none, or only a zombie.
    public init?(pid: Int32) {
        guard pid > 0, let fields = Self.statistics(pid), fields.state != "Z", fields.state != "X" else { return nil }
        self.pid = pid
        startTicks = fields.startTicks
    }

    /// True while that very process runs.
    public var isRunning: Bool { ProcessIdentity(pid: pid) == self }

    /// Sends it a signal, unless it has gone.
    public func send(_ signal: Int32) {
        if isRunning { kill(pid, signal) }
    }

    /// Waits until it has gone.
    ///
    /// - Returns: false when it is still there after `timeoutSeconds`.
    public func waitForEnd(timeoutSeconds: Double) async -> Bool {
        let deadline = ContinuousClock.now + .seconds(timeoutSeconds)
        while isRunning {
            guard ContinuousClock.now < deadline else { return false }
            try? await Task.sleep(for: .milliseconds(50))
        }
        return true
    }

    /// The ids of a process's children.
    public static func children(of parent: Int32) -> [Int32] {
        let ids = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap { Int32($0) }
        return ids.filter { statistics($0)?.parent == parent }
    }

    /// The memory that a process holds, in bytes; `nil` when it has gone.
    public static func residentBytes(_ pid: Int32) -> Int? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/statm", encoding: .utf8) else { return nil }
        let pages = text.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return pages.map { $0 * Int(sysconf(Int32(_SC_PAGESIZE))) }
    }

    /// Fields 3, 4 and 22 of `/proc/<pid>/stat`; the name before them may itself hold spaces and parentheses.
    private static func statistics(_ pid: Int32) -> (state: Substring, parent: Int32, startTicks: UInt64)? {
        guard let text = try? String(contentsOfFile: "/proc/\(pid)/stat", encoding: .utf8),
            let end = text.lastIndex(of: ")")
        else { return nil }
        let fields = text[text.index(after: end)...].split(separator: " ")
        guard fields.count > 19, let parent = Int32(fields[1]), let ticks = UInt64(fields[19]) else { return nil }
        return (fields[0], parent, ticks)
    }
}
