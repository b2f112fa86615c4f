import Contracts
import Foundation
import Terms
import Testing

@testable import Backtest

/// Backtests of the sample agreement, or one made of it, on lines that a test writes.
struct Stand {
    let folder: Folder

    init() throws { folder = try Folder() }

    static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent().path

    /// A file of `docs/samples`.
    static func sample(_ name: String) -> String { "\(root)/docs/samples/\(name)" }

    /// The sample agreement, some of its text replaced.
    static func hosting(_ changes: [(String, String)] = []) throws -> AgreementDocument {
        var text = try String(contentsOfFile: sample("hosting.yaml"), encoding: .utf8)
        for (old, new) in changes {
            try #require(text.contains(old), "\(old) is not in the sample")
            text = text.replacing(old, with: new)
        }
        return try AgreementDocument(try AgreementYAML.node(Array(text.utf8)))
    }

    /// What an agreement comes to over files and facts, up to the end of April 2026.
    func report(
        _ document: AgreementDocument, _ files: [String], facts text: String = "format: pledge-facts/1",
        against other: AgreementDocument? = nil, from: String? = nil, to: String = "2026-05-01T00:00:00Z"
    ) throws -> BacktestReport {
        var facts = try BacktestFacts(try AgreementYAML.node(Array(text.utf8)))
        let subjects = [BacktestSubject(document)] + (other.map { [BacktestSubject($0)] } ?? [])
        let counted = subjects.reduce(into: Set<String>()) { $0.formUnion($1.countedServices) }
        let history = try Recordings(files).history(
            ServiceCatalogue([], otherwise: .implied(staleSeconds: 90)), also: facts.outages, items: facts.items,
            keepingRequestsOf: counted)
        facts.items = history.items
        let known = facts
        let span = try BacktestSpan(
            history, facts: known, from: from.map { try at($0) }, to: try at(to), documents: subjects.map(\.document))
        let services = history.services.mapValues { FileService($0, known) as any BacktestService }
        return try Backtest(services: services, facts: known, span: span)
            .report(subjects[0], against: subjects.count > 1 ? subjects[1] : nil)
    }

    /// The same over lines.
    func report(
        _ document: AgreementDocument, lines: [String], facts: String = "format: pledge-facts/1",
        against other: AgreementDocument? = nil, from: String? = nil, to: String = "2026-05-01T00:00:00Z"
    ) throws -> BacktestReport {
        let file = try folder.write("lines.ndjson", lines.joined(separator: "\n"))
        return try report(document, [file], facts: facts, against: other, from: from, to: to)
    }
}

extension BacktestReport {
    func statement(_ commitment: String, _ window: String = "2026-04") throws -> StatementResource {
        try #require(statements.first { $0.commitment == commitment && $0.window.label == window }, "\(commitment)")
    }

    func objective(_ id: String) throws -> BacktestObjective {
        try #require(objectives.first { $0.objective == id }, "\(id)")
    }

    func reason(_ id: String) -> String? { notEvaluated.first { $0.id == id }?.reason }
}
