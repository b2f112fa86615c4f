import ArgumentParser
import Foundation

/// `./pledge bench`: every figure as a ratio to a peer or a limit that was measured in the same run.
@main
struct PledgeBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pledge bench",
        abstract: "Measure Pledge beside its peers and limits, in one run.",
        discussion: """
            Every line is a ratio of medians that were taken in turn on this machine; compare nothing across runs.

              ./pledge bench                            everything, about fifteen minutes
              ./pledge bench --quick --only postgres    one subject, shortly
              ./pledge bench --json results.json        also as JSON
            """)

    /// In the order from the ground up.
    static let subjects: [any Subject.Type] = [
        Kernel.self, PostgresSelect.self, RedisAppend.self, EventDelivery.self, Ingest.self, StatementQuery.self,
        LongStatement.self, Restatement.self,
        GatewayGet.self, TicketCreation.self, WebhookDelivery.self, Overview.self, BacktestRead.self, Storage.self,
        Footprint.self,
    ]

    @Option(help: "Only these subjects: \(subjects.map { $0.name }.joined(separator: ", ")).")
    var only: [String] = []

    @Flag(help: "One short round a side: to see that it runs, not to quote.")
    var quick = false

    @Option(help: "Write the results to this file as JSON.")
    var json: String?

    @Option(help: ArgumentHelp("The source tree with the built services.", visibility: .hidden))
    var home = FileManager.default.currentDirectoryPath

    func validate() throws {
        let known = Self.subjects.map { $0.name }
        for name in only where !known.contains(name) {
            throw ValidationError("There is no subject “\(name)”. There are: \(known.joined(separator: ", ")).")
        }
    }

    func run() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "pledge-bench-\(UUID().uuidString.prefix(8))").path
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o755])
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let stand = Stand(folder: folder, home: home, isQuick: quick)
        var report = Report(
            startedAt: Date().formatted(.iso8601),
            machine:
                "\(ProcessInfo.processInfo.activeProcessorCount) cores, \(ProcessInfo.processInfo.operatingSystemVersionString)",
            diskSyncsPerSecond: DiskProbe.syncsPerSecond(in: folder))
        print("\(report.machine); disk: \(Report.number(report.diskSyncsPerSecond)) fdatasync/s\n\(Report.head)")
        var failures: [String] = []
        for subject in Self.subjects where only.isEmpty || only.contains(subject.name) {
            stand.progress("\(subject.name)")
            do {
                for result in try await subject.measure(stand) {
                    report.results.append(result)
                    print(Report.line(result))
                }
            } catch {
                failures.append("\(subject.name): \(error)")
                print("\(subject.name) could not be measured: \(error)")
            }
        }
        if let json { try report.write(to: json) }
        if !failures.isEmpty { throw ExitCode.failure }
    }
}
