import ArgumentParser
import Backtest
import Contracts
import Foundation
import Terms

/// Tries agreements on recorded measurements.
struct BacktestCommands: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Try an agreement on recorded measurements: verdicts, credits, and what another version would change.",
        discussion: "What the files look like: docs/backtests.md.",
        subcommands: [RunBacktest.self, ConvertRecordings.self], defaultSubcommand: RunBacktest.self)
}

/// Runs a backtest.
struct RunBacktest: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Judge an agreement by recorded facts.",
        discussion: """
            Examples:
              ./pledge backtest deploy/demo/agreements/zecto.yaml --telemetry march.csv
              ./pledge backtest draft.yaml --against deploy/demo/agreements/zecto.yaml --telemetry 2025.pts --facts facts.yaml
            """)

    @Argument(help: "The agreement, YAML or JSON.")
    var agreement: String
    @Option(name: .long, parsing: .upToNextOption, help: "Files of measurements: CSV, JSON lines, a Prometheus range, or .pts.")
    var telemetry: [String] = []
    @Option(help: "What else happened, YAML or JSON: maintenance, exclusions, outages, fees, claims, tickets.")
    var facts: String?
    @Option(
        name: .long, parsing: .upToNextOption,
        help: "Definitions of services, as POST /v1/services takes them. Without them, services are as their samples say.")
    var service: [String] = []
    @Option(help: "Another agreement to compare with.")
    var against: String?
    @Option(help: "The first second of interest, RFC 3339. By default the first that anything was recorded of.")
    var from: String?
    @Option(help: "Up to when facts are known, RFC 3339. By default as long as the last sample is good for.")
    var to: String?
    @Option(help: "The customer's plan. By default the one in the facts, or every plan.")
    var plan: String?
    @Option(help: "How long a sample is good for, in seconds, where no definition says so.")
    var staleSeconds: Int = 90
    @Flag(help: "Print JSON.")
    var json = false
    @Flag(help: "Show no progress.")
    var quiet = false

    func run() async throws {
        try BacktestFiles.reporting {
            let report = try report()
            if json {
                print(try PledgeJSON.encodeText(report))
            } else {
                print(BacktestText.render(report))
            }
        }
    }

    private func report() throws -> BacktestReport {
        let document = try BacktestFiles.agreement(agreement)
        let other = try against.map { try BacktestFiles.agreement($0) }
        var facts = try facts.map { try BacktestFiles.facts($0) } ?? BacktestFacts()
        facts.plan = plan ?? facts.plan
        let definitions = try service.map { try BacktestFiles.service($0) }
        let catalogue = ServiceCatalogue(
            definitions, otherwise: definitions.isEmpty ? .implied(staleSeconds: Int64(max(1, staleSeconds))) : .unknown)
        let subjects = [BacktestSubject(document)] + (other.map { [BacktestSubject($0)] } ?? [])
        let counted = subjects.reduce(into: Set<String>()) { $0.formUnion($1.countedServices) }
        let history = try BacktestFiles.read(telemetry, quiet: quiet) { recordings in
            try recordings.history(catalogue, also: facts.outages, items: facts.items, keepingRequestsOf: counted)
        }
        BacktestFiles.warn(history.count)
        facts.items = history.items
        let known = facts
        let span = try BacktestSpan(
            history, facts: known, from: BacktestFiles.instant(from, "--from"), to: BacktestFiles.instant(to, "--to"),
            documents: subjects.map(\.document))
        let services = history.services.mapValues { FileService($0, known) as any BacktestService }
        return try Backtest(services: services, facts: known, span: span)
            .report(subjects[0], against: subjects.count > 1 ? subjects[1] : nil)
    }
}

/// Writes recorded measurements in the compact form.
struct ConvertRecordings: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "convert", abstract: "Write recorded measurements in the compact form, which is read fastest.",
        discussion: "Example: ./pledge backtest convert january.csv february.csv --output 2026.pts")

    @Argument(help: "Files of measurements.")
    var files: [String]
    @Option(help: "The file to write.")
    var output: String
    @Option(name: .long, parsing: .upToNextOption, help: "Definitions of services, which say what Prometheus series are of.")
    var service: [String] = []
    @Flag(help: "Show no progress.")
    var quiet = false

    func run() async throws {
        try BacktestFiles.reporting {
            let definitions = try service.map { try BacktestFiles.service($0) }
            let target = TypedPath.absolute(output)
            let count = try BacktestFiles.read(files, quiet: quiet) { try $0.convert(to: target, definitions) }
            let more = count.items > 0 ? " and \(count.items) other items" : ""
            print("\(count.samples) samples\(more) are in \(output)")
        }
    }
}
