import Contracts
import Foundation
import Testing

/// The built program's backtests, as a person types them, on files in a folder of their own.
final class BacktestProgram: Sendable {
    let folder = FileManager.default.temporaryDirectory.appending(path: "pledge-backtest-\(UUID().uuidString.prefix(8))").path

    /// The folder has the source tree's documents and samples in it, so that commands read as they do there.
    init() throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        for name in ["deploy", "docs"] {
            try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(name)", withDestinationPath: Self.root + "/" + name)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path
    private static let program = URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath()
        .deletingLastPathComponent().appending(path: "pledge-cli")

    /// An agreement of the demo.
    static func agreement(_ name: String) -> String { "deploy/demo/agreements/\(name).yaml" }
    /// A file of the worked examples.
    static func worked(_ name: String) -> String { "\(root)/Tests/CLI/Worked/\(name)" }

    /// Writes a file, and gives its path.
    func write(_ name: String, _ text: String) throws -> String {
        try Data(text.utf8).write(to: URL(filePath: "\(folder)/\(name)"))
        return "\(folder)/\(name)"
    }

    /// Runs a command, and gives what it wrote.
    func run(_ arguments: [String]) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = Self.program
        process.arguments = arguments
        process.currentDirectoryURL = URL(filePath: folder)
        var environment = ProcessInfo.processInfo.environment
        environment["PLEDGE_CALLED_FROM"] = nil
        process.environment = environment
        let (output, errors) = (try file("output"), try file("errors"))
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        process.waitUntilExit()
        return (process.terminationStatus, try text("output"), try text("errors"))
    }

    private func file(_ name: String) throws -> FileHandle {
        FileManager.default.createFile(atPath: "\(folder)/\(name)", contents: nil)
        return try #require(FileHandle(forWritingAtPath: "\(folder)/\(name)"))
    }

    private func text(_ name: String) throws -> String {
        String(decoding: try Data(contentsOf: URL(filePath: "\(folder)/\(name)")), as: UTF8.self)
    }

    /// Runs a backtest, and reads its report.
    func report(_ arguments: String...) throws -> BacktestReport {
        let result = try run(["backtest"] + arguments + ["--json"])
        try #require(result.status == 0, "\(result.errors)")
        return try PledgeJSON.decode(BacktestReport.self, from: result.output)
    }

    /// Runs a backtest on the facts of a worked example.
    func worked(_ agreement: String, _ facts: String, _ more: String...) throws -> BacktestReport {
        let result = try run(
            ["backtest", Self.agreement(agreement), "--facts", Self.worked("\(facts).yaml"), "--json"] + more)
        try #require(result.status == 0, "\(result.errors)")
        return try PledgeJSON.decode(BacktestReport.self, from: result.output)
    }
}
