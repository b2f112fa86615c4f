import ArgumentParser
import Foundation
import Glibc
import Hosting

/// Runs the benchmarks, a package of its own that the launcher has built.
struct Bench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Run the benchmarks and print each figure as a ratio.",
        discussion: "All arguments go to the benchmarks; --json FILE writes name, both figures, ratio and target of each.")

    @Argument(parsing: .captureForPassthrough, help: "Passed on to the benchmarks.")
    var rest: [String] = []

    func run() async throws {
        try await reporting {
            let home = StackOptions.home
            // What is the launcher's own is not the benchmarks'.
            let passed = rest.filter { !["--yes", "-y", "--no-build"].contains($0) }
            let command = Command(
                "\(home)/Benchmarks/.build/release/PledgeBench", ["--home", home] + passed, directory: TypedPath.folder,
                signalWhenParentDies: "TERM")
            let child = try await ChildProcess.start(command)
            let signals = Signals.received([SIGINT, SIGTERM, SIGHUP])
            let stopping = Task {
                for await signal in signals { child.send(signal) }
            }
            let exit = await child.exit()
            stopping.cancel()
            if !exit.isSuccess { throw ExitCode.failure }
        }
    }
}
