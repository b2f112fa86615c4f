/// Why a process or a private server could not be started, in words for the person at the terminal.
public struct HostingError: Error, Equatable, Sendable, CustomStringConvertible {
    /// What went wrong, for code that acts on it.
    public struct Code: Hashable, Sendable {
        let name: String
        /// The executable is not installed.
        public static let missingExecutable = Code(name: "missing_executable")
        /// The operating system refused to start the process.
        public static let spawnFailed = Code(name: "spawn_failed")
        /// The process ended, or never became ready.
        public static let notReady = Code(name: "not_ready")
        /// Another process listens on the port.
        public static let portTaken = Code(name: "port_taken")
        /// A file or folder could not be made, owned or written (a full disk is one reason).
        public static let storage = Code(name: "storage")
        /// The server answered a statement with an error.
        public static let statement = Code(name: "statement")
    }

    /// What went wrong, for code.
    public var code: Code
    /// What went wrong, for people.
    public var message: String
    /// What to do about it; empty when there is nothing to add.
    public var advice: String

    /// Describes one failure.
    public init(_ code: Code, _ message: String, advice: String = "") {
        self.code = code
        self.message = message
        self.advice = advice
    }

    /// The message, and the advice on a line of its own. What failed for want of space, be it in the words of a server's log,
    /// comes with what to do about that.
    public var description: String {
        let isDiskFull = message.contains(Self.noSpace) && !advice.contains("space")
        let lines = [message, advice, isDiskFull ? Self.makeRoom : ""]
        return lines.filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// The system's words for ENOSPC, which servers repeat in their logs.
    private static let noSpace = "No space left on device"
    private static let makeRoom = "The disk is full. Free some space, then run the same command again; the data is kept."
}
