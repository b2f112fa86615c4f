import ArgumentParser
import Foundation
import Hosting

/// Shows what runs.
struct Status: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show what runs. The exit code is 0 when everything is ready.")

    /// One process, as `--json` prints it.
    struct Line: Encodable {
        var name: String
        var state: String
        var pid: Int32?
        var port: Int?
        var restarts: Int
        var uptimeSeconds: Int?
        /// From the process's start to its first ready answer.
        var readyAfterSeconds: Double?
        var residentBytes: Int?
        var log: String
    }

    /// The whole, as `--json` prints it.
    struct Report: Encodable {
        var running: Bool
        var ready: Bool
        var processes: [Line]
    }

    @OptionGroup var stack: StackOptions
    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let report = self.report()
        if json {
            let encoder = JSONEncoder()
            encoder.keyEncodingStrategy = .convertToSnakeCase
            encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
            print(String(decoding: try encoder.encode(report), as: UTF8.self))
        } else {
            print(report.running ? Self.table(report) : "Nothing runs in \(stack.statePath). Start it: ./pledge up")
        }
        if !report.ready { throw ExitCode.failure }
    }

    private func report() -> Report {
        guard let running = RunningStack.find(in: stack.statePath) else {
            return Report(running: false, ready: false, processes: [])
        }
        let now = Int(Date().timeIntervalSince1970)
        let lines = running.processes.map { entry in
            Line(
                name: entry.name, state: entry.phase.rawValue, pid: entry.process?.pid, port: entry.port,
                restarts: entry.restarts,
                uptimeSeconds: entry.readyAt.map { max(0, now - $0) },
                readyAfterSeconds: entry.readyAfterMilliseconds.map { Double($0) / 1000 },
                residentBytes: entry.process.flatMap { ProcessIdentity.residentBytes($0.pid) }, log: entry.logFile)
        }
        return Report(
            running: true, ready: running.isReady && running.processes.allSatisfy { $0.phase == .ready }, processes: lines)
    }

    private static func cells(_ line: Line) -> [String] {
        let pid = line.pid.map { String($0) } ?? "-"
        let port = line.port.map { String($0) } ?? "-"
        let uptime = line.uptimeSeconds.map { "\($0) s" } ?? "-"
        let memory = line.residentBytes.map { "\($0 >> 20) MB" } ?? "-"
        return [line.name, line.state, pid, port, String(line.restarts), uptime, memory]
    }

    private static func table(_ report: Report) -> String {
        let header = ["NAME", "STATE", "PID", "PORT", "RESTARTS", "UP", "MEMORY"]
        let rows = report.processes.map(cells)
        let table: [[String]] = [header] + rows
        let widths: [Int] = header.indices.map { column in table.map { $0[column].count }.max() ?? 0 }
        let lines: [String] = table.map { row in
            zip(row, widths).map { text, width in text.rightPadded(to: width) }.joined(separator: "  ")
        }
        return lines.joined(separator: "\n")
    }
}
