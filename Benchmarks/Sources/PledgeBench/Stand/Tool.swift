import Foundation
import Hosting

/// The peers' own command-line tools.
enum Tool {
    /// Runs a tool and returns what it printed; its failure is an error with that text.
    static func run(_ program: String, _ arguments: [String], environment: [String: String] = [:]) async throws -> String {
        guard let path = Command.find(program) ?? inPostgres(program) else {
            throw BenchError("\(program) is not installed: ./pledge bench installs what it needs")
        }
        var whole = ProcessInfo.processInfo.environment
        whole.merge(environment) { _, new in new }
        let result = try await ChildProcess.run(Command(path, arguments, environment: whole, directory: "/"))
        guard result.exit.isSuccess else {
            throw BenchError("\(program) failed (\(result.exit)): \(result.output.suffix(600))")
        }
        return result.output
    }

    /// The first number that stands after a piece of text in a tool's output.
    static func number(after marker: String, in output: String) throws -> Double {
        guard let range = output.range(of: marker) else { throw BenchError("“\(marker)” is missing in:\n\(output.suffix(600))") }
        let digits = output[range.upperBound...].drop { !$0.isNumber }.prefix { $0.isNumber || $0 == "." }
        guard let value = Double(digits) else { throw BenchError("no number after “\(marker)” in:\n\(output.suffix(600))") }
        return value
    }

    private static func inPostgres(_ program: String) -> String? {
        guard let folder = try? PostgresCluster.binaries() else { return nil }
        let path = "\(folder)/\(program)"
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }
}

/// Why a benchmark could not run.
struct BenchError: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
