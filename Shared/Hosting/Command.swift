import Foundation

/// A program to start: what, how, as whom, and where its output goes.
public struct Command: Sendable {
    /// Where standard output and standard error go, both together.
    public enum Output: Sendable {
        /// To this process's own.
        case inherit
        /// Appended to a file, which is created when absent.
        case file(String)
        /// To nowhere.
        case discard
        /// To an open file descriptor, for as long as the child lives.
        case descriptor(Int32)
    }

    /// The program: a path, or a name that is looked up in `PATH`.
    public var executable: String
    /// Its arguments, without the program's name.
    public var arguments: [String]
    /// Its whole environment; `nil` inherits this process's.
    public var environment: [String: String]?
    /// Its working directory; `nil` inherits this process's.
    public var directory: String?
    /// The account to run as; `nil` stays the same. Needs root.
    public var user: String?
    /// Where its output goes.
    public var output: Output
    /// The signal that the kernel sends it when this process dies for whatever reason, as `setpriv` names it ("KILL"); `nil` for none.
    public var signalWhenParentDies: String?
    /// Whether it gets a session of its own, away from this process's terminal.
    public var startsSession = false

    /// Describes a program to start.
    public init(
        _ executable: String, _ arguments: [String] = [], environment: [String: String]? = nil, directory: String? = nil,
        user: String? = nil, output: Output = .inherit, signalWhenParentDies: String? = nil
    ) {
        self.executable = executable
        self.arguments = arguments
        self.environment = environment
        self.directory = directory
        self.user = user
        self.output = output
        self.signalWhenParentDies = signalWhenParentDies
    }

    /// The argument vector that is really executed: `setpriv` changes account and death signal, then becomes the program, so that the
    /// process id stays the program's.
    var argumentVector: [String] {
        guard user != nil || signalWhenParentDies != nil else { return [executable] + arguments }
        var vector = ["setpriv"]
        if let user { vector += ["--reuid=\(user)", "--regid=\(user)", "--init-groups"] }
        if let signalWhenParentDies { vector += ["--pdeathsig=\(signalWhenParentDies)"] }
        return vector + ["--", executable] + arguments
    }

    /// The path of a program, looked for in `PATH` and in the system folders that a plain user's `PATH` leaves out.
    public static func find(_ name: String) -> String? {
        if name.contains("/") { return FileManager.default.isExecutableFile(atPath: name) ? name : nil }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        let folders = path.split(separator: ":").map(String.init) + ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin"]
        return folders.lazy.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
    }
}
