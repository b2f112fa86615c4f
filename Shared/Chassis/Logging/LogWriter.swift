import Foundation

/// Writes lines to a file descriptor from a thread of its own, so that a slow pipe never holds up a loop.
///
/// Bounded: past ``maximumPendingBytes`` lines are dropped and counted, and a line says how many. Lives as long as the process.
public final class LogWriter: @unchecked Sendable {
    /// The most bytes that wait to be written: some thousands of lines.
    public static let maximumPendingBytes = 1 << 20
    /// The log thread formats nothing and recurses nowhere.
    private static let stackBytes = 128 * 1024
    /// How long lines are gathered after a write. To wake the thread for each takes as long as to make it; a crash may lose as
    /// much as is gathered.
    private static let gatheringMicroseconds: UInt32 = 2_000

    private let descriptor: Int32
    private let condition = NSCondition()
    private var pending: [UInt8] = []
    private var dropped = 0
    private var isWriting = false
    /// Whether the thread has nothing to do, and has to be woken.
    private var isIdle = false

    /// Writes to a descriptor that stays open, standard output unless told otherwise.
    public init(descriptor: Int32 = STDOUT_FILENO) {
        self.descriptor = descriptor
        let thread = Thread { [self] in
            while true { writePending() }
        }
        thread.name = "log"
        thread.stackSize = Self.stackBytes
        thread.start()
    }

    /// Takes a line (with its newline) to be written soon; never waits for the descriptor.
    public func write(_ line: String) {
        condition.lock()
        let isTaken = pending.count + line.utf8.count <= Self.maximumPendingBytes
        if isTaken { pending.append(contentsOf: line.utf8) } else { dropped += 1 }
        let wakes = isTaken && isIdle
        if wakes { isIdle = false }
        condition.unlock()
        // Not before: it would only wait for the lock.
        if wakes { condition.broadcast() }
    }

    /// Returns when all that was taken has been written: before the process ends.
    public func flush() {
        condition.lock()
        while !pending.isEmpty || isWriting { condition.wait() }
        condition.unlock()
    }

    private func writePending() {
        condition.lock()
        while pending.isEmpty {
            isIdle = true
            condition.wait()
        }
        isIdle = false
        var lines = pending
        if dropped > 0 {
            lines += Array(#"{"level":"warning","message":"log lines were dropped","dropped":\#(dropped)}"#.utf8) + [0x0A]
        }
        pending = []
        dropped = 0
        isWriting = true
        condition.unlock()
        writeAll(lines)
        condition.lock()
        isWriting = false
        condition.broadcast()
        condition.unlock()
        usleep(Self.gatheringMicroseconds)
    }

    private func writeAll(_ bytes: [UInt8]) {
        bytes.withUnsafeBytes { buffer in
            var offset = 0
            while offset < buffer.count {
                let count = Foundation.write(descriptor, buffer.baseAddress?.advanced(by: offset), buffer.count - offset)
                if count < 0, errno == EINTR { continue }
                // Nobody reads any more: there is nowhere to say so.
                guard count > 0 else { return }
                offset += count
            }
        }
    }
}
