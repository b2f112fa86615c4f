import Foundation
import Glibc
import Hosting

/// What the person at the terminal is told: one line a step, with the time that it took.
final class Reporter: @unchecked Sendable {
    private let lock = NSLock()
    private let started = ContinuousClock.now
    private let write: @Sendable (String) -> Void

    /// - Parameter write: where the lines go; by default to standard output, at once.
    init(write: @escaping @Sendable (String) -> Void = Reporter.print) { self.write = write }

    /// Prints a line.
    func note(_ text: String) { lock.withLock { write(text) } }

    private static func print(_ text: String) {
        Swift.print(text)
        fflush(nil)
    }

    /// Says that something was done, and how long after the start.
    func step(_ text: String) {
        let elapsed = ContinuousClock.now - started
        note("  [\(Self.seconds(elapsed).leftPadded(to: 6))] \(text)")
    }

    /// Says that a process has ended by itself, with the last lines that it wrote.
    func crashed(_ name: String, ending: String, delay: Duration?, logFile: String) {
        let next = delay.map { "starting it again in \(Self.seconds($0))" } ?? "not trying again"
        let lines = LogFile.tail(logFile, lines: 5).split(separator: "\n").map { "    | \($0.prefix(200))" }
        note((["\(name) ended (\(ending)); \(next). Its last lines:"] + lines).joined(separator: "\n"))
    }

    /// "0.25 s"
    static func seconds(_ duration: Duration) -> String {
        let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        let hundredths = milliseconds % 1000 / 10
        return "\(milliseconds / 1000).\(hundredths < 10 ? "0" : "")\(hundredths) s"
    }
}

extension String {
    /// The text with spaces before it, up to a width in characters.
    func leftPadded(to width: Int) -> String { String(repeating: " ", count: max(0, width - count)) + self }

    /// The text with spaces after it, up to a width in characters.
    func rightPadded(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
