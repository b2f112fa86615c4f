import Foundation
import Hosting

/// The Python that has the packages which some tests use; `./pledge test` makes it and names it in `PLEDGE_TEST_PYTHON`.
public enum Python {
    private static var program: String { ProcessInfo.processInfo.environment["PLEDGE_TEST_PYTHON"] ?? "python3" }

    /// Runs it in a folder, and returns how it ended with what it printed, on both outputs.
    public static func run(_ arguments: [String], in directory: String) async throws -> (
        exit: ChildProcess.Exit, output: String
    ) {
        try await ChildProcess.run(Command(program, arguments, directory: directory))
    }

    /// Runs it, and returns what it printed, on both outputs.
    public static func run(_ arguments: [String]) async throws -> String {
        let process = Process()
        let pipe = Pipe()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = [program] + arguments
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        return await withCheckedContinuation { continuation in
            DispatchQueue.global().async {
                let data = pipe.fileHandleForReading.readDataToEndOfFile()
                process.waitUntilExit()
                continuation.resume(returning: String(decoding: data, as: UTF8.self))
            }
        }
    }
}
