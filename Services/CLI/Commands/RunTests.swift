import ArgumentParser
import Foundation
import Glibc
import Hosting

/// Runs the tests against a PostgreSQL and a Redis of their own.
struct RunTests: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test", abstract: "Run all tests, or those that a filter names, on servers of their own.")

    /// The whole suite has at least so many tests: a run that silently lost some must not pass.
    static let minimumTests = 1_150
    /// Modules that run apart from all others, in this order, after those that are not named here: their tests have time limits
    /// of their own (connections, leases, whole stacks), which mean nothing while hundreds of tests share a few cores.
    static let apart = [
        "RedisTests", "PostgresTests", "MessagingTests", "AvailabilityTests", "IntegrationTests", "EndToEndTests",
    ]
    /// Suites that load an installation whole, by what their names begin with, after those modules: what shares it would wait.
    static let heavy = ["IntegrationTests.DemoTests", "IntegrationTests.WalkRunTests"]
    /// The longest that a run of tests may take: a day.
    static let minutesMaximum = 24 * 60

    @Option(help: "Run only tests whose name matches this regular expression.")
    var filter: [String] = []
    @Option(help: "Leave out tests whose name matches this regular expression.")
    var skip: [String] = []
    @Option(help: "End each run of the test program after so many minutes.")
    var minutes = 15
    @Flag(inversion: .prefixedNo, help: "Build first.")
    var build = true

    func validate() throws {
        guard 1...Self.minutesMaximum ~= minutes else {
            throw ValidationError("--minutes lies between 1 and \(Self.minutesMaximum).")
        }
    }

    func run() async throws {
        try await reporting {
            let work = Task { try await runAll() }
            let signals = Signals.received([SIGINT, SIGTERM, SIGHUP])
            let stopping = Task {
                for await _ in signals { work.cancel() }
            }
            defer { stopping.cancel() }
            if try await !work.value { throw ExitCode.failure }
        }
    }

    /// True when everything passed.
    private func runAll() async throws -> Bool {
        let servers = try await TemporaryServers.start(durable: false)
        var tallies: [TestTally] = []
        var isGood = true
        for selection in selections where !Task.isCancelled {
            let run = TestRun(
                program: "\(StackOptions.home)/.build/debug/PledgePackageTests.xctest", selection: selection,
                environment: servers.environment.merging(["PLEDGE_HOME": StackOptions.home]) { _, new in new },
                timeoutSeconds: Double(minutes) * 60)
            let result = try await run.run()
            tallies.append(result.tally)
            if !result.exit.isSuccess {
                isGood = false
                print("The test program ended with \(result.exit).")
            }
        }
        await servers.stop()
        return report(tallies) && isGood && !Task.isCancelled
    }

    private var selections: [[String]] {
        let chosen = filter.flatMap { ["--filter", $0] } + skip.flatMap { ["--skip", $0] }
        if !filter.isEmpty { return [chosen] }
        let apart = Self.apart.map { "^\($0)\\." }
        // One of these takes the installation of its process for itself.
        let heavy = Self.heavy.map { "^\($0.replacing(".", with: "\\."))/" }
        let skipped = { (names: [String]) in names.flatMap { ["--skip", $0] } }
        return [chosen + skipped(apart + heavy)] + apart.map { chosen + ["--filter", $0] + skipped(heavy) }
            + heavy.map { chosen + ["--filter", $0] }
    }

    private func report(_ tallies: [TestTally]) -> Bool {
        let passed = tallies.map(\.passed).reduce(0, +)
        let failed = tallies.map(\.failed).reduce(0, +)
        for line in tallies.flatMap(\.report) { print(line) }
        let expected = filter.isEmpty && skip.isEmpty ? Self.minimumTests : 1
        if passed + failed < expected { print("Only \(passed + failed) tests ran; there are at least \(expected).") }
        print("\(passed) passed, \(failed) failed")
        return failed == 0 && passed >= expected
    }
}
