import Backtest
import Contracts
import Foundation
import Terms

/// What a backtest makes of the same facts: offline, of a file, in one go.
struct HistoryBacktest {
    let shape: HistoryShape
    let facts: [HistoryFact]
    let exclusions: [HistoryExclusion]
    let maintenance: [HistoryMaintenance]

    /// The statements of all windows that have begun, as of an instant.
    func findings(asOf now: Instant, for reader: HistoryFact.Reader) throws -> HistoryFindings {
        let folder = FileManager.default.temporaryDirectory
        let file = folder.appending(path: "history-\(UUID().uuidString).ndjson")
        try Data(facts.map { $0.json(for: reader) }.joined(separator: "\n").utf8).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let service = ServiceDraft(
            key: HistoryShape.service, name: HistoryShape.service, components: shape.components, tree: shape.tree)
        let history = try Recordings(facts.isEmpty ? [] : [file.path]).history(
            ServiceCatalogue([service], otherwise: .unknown), keepingRequestsOf: [HistoryShape.service])
        // Who weighs outages by users knows that there were none where none was declared.
        var beside = try BacktestFacts(AgreementYAML.node(Array("{format: pledge-facts/1, partial_outages: []}".utf8)))
        beside.exclusions = [
            HistoryShape.service: exclusions.compactMap { $0.fact(for: reader) }.sorted {
                ($0.interval.start, $0.id) < ($1.interval.start, $1.id)
            }
        ]
        beside.maintenance = [HistoryShape.service: maintenance.flatMap(\.facts)]
        let services = history.services.mapValues { FileService($0, beside) as any BacktestService }
        let span = BacktestSpan(Interval(shape.start, now.advanced(by: 1)), knownUntil: now)
        let report = try Backtest(services: services, facts: beside, span: span).report(BacktestSubject(shape.document))
        return HistoryFindings(report.statements)
    }
}
