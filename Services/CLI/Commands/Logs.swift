import ArgumentParser
import Foundation
import Hosting

/// Shows what a process has written.
struct Logs: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Show the log of one process.")

    @OptionGroup var stack: StackOptions
    @Argument(help: "The process: a service, postgres, redis, nginx, blackbox, prometheus or supervisor.")
    var name: String
    @Flag(name: .shortAndLong, help: "Go on showing new lines until Ctrl-C.")
    var follow = false
    @Option(name: .shortAndLong, help: "How many of the last lines to show first.")
    var lines = 100

    func run() async throws {
        try await reporting {
            let folder = stack.layout().logs
            let known = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).filter { $0.hasSuffix(".log") }
                .map { String($0.dropLast(4)) }.sorted()
            guard known.contains(name) else {
                throw HostingError(
                    .storage, "There is no log of '\(name)' in \(folder).",
                    advice: known.isEmpty ? "Start the stack first: ./pledge up" : "There are: \(known.joined(separator: ", "))")
            }
            let path = "\(folder)/\(name).log"
            let tail = LogFile.tail(path, lines: lines)
            if !tail.isEmpty { print(tail) }
            if follow { try await followFile(path) }
        }
    }

    /// Prints what is appended; starts over when the file is emptied because it was full.
    private func followFile(_ path: String) async throws {
        guard let file = FileHandle(forReadingAtPath: path) else { return }
        var offset = try file.seekToEnd()
        while true {
            let end = try file.seekToEnd()
            if end < offset { offset = 0 }
            try file.seek(toOffset: offset)
            if let data = try file.readToEnd(), !data.isEmpty {
                offset += UInt64(data.count)
                FileHandle.standardOutput.write(data)
            }
            try await Task.sleep(for: .milliseconds(200))
        }
    }
}
