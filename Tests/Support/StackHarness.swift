import AsyncHTTPClient
import Foundation
import Glibc
import Hosting
import NIOCore
import NIOHTTP1

/// A whole stack as a user starts it: `pledge up` on a state folder and ports of its own, with the programs of this build.
///
/// It dies with the test program, however that ends.
public final class StackHarness: Sendable {
    /// What a stack is started with.
    public struct Options: Sendable {
        /// Whether the demo is loaded and its web server, prober and Prometheus are started.
        public var demo = true
        /// How often Prometheus probes, in seconds.
        public var scrapeSeconds = 1
        /// The state folder; `nil` for a new one.
        public var state: String?
        /// More variables for the stack's environment.
        public var environment: [String: String] = [:]

        /// The demo, probed every second.
        public init() {}
    }

    /// The gateway's port.
    public let base: Int
    /// The state folder.
    public let state: String
    /// The gateway's address.
    public var address: String { "http://127.0.0.1:\(base)" }
    private let child: ChildProcess

    /// Where the built programs are: beside the one that runs.
    public static let programs = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
    /// A debug build on a loaded machine, with migrations and two months of the demo's measurements.
    private static let readySeconds = 240.0
    /// How long `up` may take to see that it cannot work: a server that cannot start is tried a few times.
    private static let refusalSeconds = 120.0
    private static let answerBytesMaximum = 64 << 20
    /// Every port of a stack, counted from its base.
    private static let portOffsets = [0, 1, 2, 3, 4, 5, 10, 79, 80, 90, 91, 132]

    private init(base: Int, state: String, child: ChildProcess) {
        self.base = base
        self.state = state
        self.child = child
    }

    /// Runs a stack while `body` runs, then stops it and removes its state.
    public static func with<Result>(_ options: Options = Options(), _ body: (StackHarness) async throws -> Result) async throws
        -> Result
    {
        let stack = try await start(options)
        do {
            let result = try await body(stack)
            await stack.stop()
            return result
        } catch {
            print(stack.excerpt())
            await stack.stop()
            throw error
        }
    }

    private static func start(_ options: Options) async throws -> StackHarness {
        let state =
            options.state
            ?? FileManager.default.temporaryDirectory.appending(path: "pledge-e2e-\(UUID().uuidString.prefix(8))").path
        try Account.makeFolder(state, mode: 0o755)
        let base = try Ports.freeBase(portOffsets)
        var arguments = [
            "up", "--state", state, "--ports", String(base), "--configuration", programs.lastPathComponent, "--no-build",
            "--scrape-seconds", String(options.scrapeSeconds),
        ]
        if !options.demo { arguments.append("--no-demo") }
        var command = command(arguments)
        command.environment?.merge(options.environment) { _, new in new }
        command.output = .file("\(state)/up.log")
        command.signalWhenParentDies = "TERM"
        let stack = StackHarness(base: base, state: state, child: try await ChildProcess.start(command))
        do {
            try await stack.waitUntilReady()
            return stack
        } catch {
            print(stack.excerpt())
            await stack.stop()
            throw error
        }
    }

    /// Runs `up` without the demo for a stack that is not expected to come up, and returns what it printed and how it ended; should
    /// it come up all the same, it is ended by a signal.
    ///
    /// - Parameter state: the state folder, which stays.
    public static func up(state: String) async throws -> (exit: ChildProcess.Exit, output: String) {
        let log = FileManager.default.temporaryDirectory.appending(path: "pledge-up-\(UUID().uuidString.prefix(8)).log").path
        defer { unlink(log) }
        let base = try Ports.freeBase(portOffsets)
        var command = command([
            "up", "--state", state, "--ports", String(base), "--configuration", programs.lastPathComponent, "--no-build",
            "--no-demo",
        ])
        command.output = .file(log)
        command.signalWhenParentDies = "TERM"
        let child = try await ChildProcess.start(command)
        let watchdog = Task {
            try await Task.sleep(for: .seconds(refusalSeconds))
            child.send(SIGTERM)
        }
        defer { watchdog.cancel() }
        let exit = await child.exit()
        return (exit, try String(contentsOfFile: log, encoding: .utf8))
    }

    /// Waits until everything runs and is ready.
    public func waitUntilReady() async throws {
        try await eventually("the stack", within: Self.readySeconds) {
            guard child.isRunning else {
                throw NeverCame(description: "pledge up ended: \(LogFile.tail("\(state)/up.log", lines: 30))")
            }
            return try await pledge("status").exit.isSuccess ? () : nil
        }
    }

    /// Runs a command of the command line on this stack.
    @discardableResult
    public func pledge(_ arguments: String...) async throws -> (exit: ChildProcess.Exit, output: String) {
        try await ChildProcess.run(Self.command(arguments + ["--state", state]))
    }

    /// A secret of the stack: "demo-admin-key", "operator-key".
    public func secret(_ name: String) throws -> String {
        try String(contentsOfFile: "\(state)/secrets/\(name)", encoding: .utf8)
    }

    /// The process id of a part of the stack; `nil` while it does not run.
    public func processID(_ name: String) async throws -> Int32? {
        struct Report: Decodable {
            struct Line: Decodable {
                var name: String
                var pid: Int32?
            }
            var processes: [Line]
        }
        let report = try JSONDecoder().decode(Report.self, from: Data(try await pledge("status", "--json").output.utf8))
        return report.processes.first { $0.name == name }?.pid
    }

    /// Sends a request to the gateway and reads the answer whole.
    ///
    /// - Parameter key: the API key that goes along.
    public func send(
        _ method: HTTPMethod, _ path: String, key: String? = nil, json: String? = nil, body: Data? = nil,
        headers: [String: String] = [:]
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: address + path)
        request.method = method
        for (name, value) in headers { request.headers.add(name: name, value: value) }
        if let key { request.headers.add(name: "authorization", value: "Bearer \(key)") }
        if let json {
            if headers["content-type"] == nil { request.headers.add(name: "content-type", value: "application/json") }
            request.body = .bytes(ByteBuffer(string: json))
        } else if let body {
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(60))
        let bytes = try await response.body.collect(upTo: Self.answerBytesMaximum)
        var fields: [String: String] = [:]
        for (name, value) in response.headers { fields[name.lowercased()] = value }
        return Answer(status: Int(response.status.code), headers: fields, body: Data(bytes.readableBytesView))
    }

    /// Stops everything and removes the state folder.
    public func stop() async {
        await child.stop(SIGTERM, graceSeconds: 120)
        try? FileManager.default.removeItem(atPath: state)
    }

    /// The ends of what the stack has written, for a failure's report.
    private func excerpt() -> String {
        let logs = ((try? FileManager.default.contentsOfDirectory(atPath: "\(state)/logs")) ?? []).sorted()
        let parts = ["up.log"] + logs.map { "logs/\($0)" }
        return parts.map { "== \($0)\n\(LogFile.tail("\(state)/\($0)", lines: 15))" }.joined(separator: "\n")
    }

    private static func command(_ arguments: [String]) -> Command {
        var environment = ProcessInfo.processInfo.environment
        environment["PLEDGE_HOME"] = SourceTree.root.path
        return Command(programs.appending(path: "pledge-cli").path, arguments, environment: environment)
    }
}
