import EventLoop
import Logging

/// A log that is kept, to see what was said.
final class LogTrap: Sendable {
    private let lines = Locked<[(level: Logger.Level, message: String)]>([])

    /// A logger that writes here, everything.
    var logger: Logger {
        var logger = Logger(label: "trap") { _ in Handler(trap: self) }
        logger.logLevel = .trace
        return logger
    }

    /// What was said at a level, in order.
    func messages(_ level: Logger.Level) -> [String] {
        lines.withLock { lines in lines.filter { $0.level == level }.map(\.message) }
    }

    private struct Handler: LogHandler {
        let trap: LogTrap
        var logLevel = Logger.Level.trace
        var metadata: Logger.Metadata = [:]

        subscript(metadataKey key: String) -> Logger.Metadata.Value? {
            get { metadata[key] }
            set { metadata[key] = newValue }
        }

        func log(event: LogEvent) {
            trap.lines.withLock { $0.append((event.level, event.message.description)) }
        }
    }
}
