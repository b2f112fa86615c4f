import Contracts
import Foundation
import Terms

/// Puts one document after the other through the kernel.
struct FuzzRun {
    /// What was done so far.
    struct Tally {
        var documents = 0
        var readable = 0
        var statements = 0
        var credits = 0
    }

    private(set) var tally = Tally()
    private let originals: [(bytes: [UInt8], document: AgreementDocument)]
    private let seed: UInt64
    private let current: URL

    /// Statements that are worked out for a document.
    private static let statementsEach = 4

    /// Begins from the agreements of a folder; the document under way is written to `current`.
    init(folder: String, seed: UInt64, current: URL) throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".yaml") }.sorted()
        originals = try names.map { name in
            let bytes = [UInt8](try Data(contentsOf: URL(filePath: "\(folder)/\(name)")))
            return (bytes, try AgreementDocument(AgreementYAML.node(bytes)))
        }
        guard !originals.isEmpty else { throw BacktestFiles.Unusable(description: "\(folder) has no agreements") }
        self.seed = seed
        self.current = current
    }

    /// Tries the document of that number in the seed's sequence; says what is wrong, nil when nothing is.
    mutating func iterate(_ number: UInt64) -> String? {
        var random = SeededRandom(seed: seed &* 0x2545_f491_4f6c_dd1d &+ number)
        let index = Int(random.integer(in: 0...Int64(originals.count - 1)))
        let other = originals[Int(random.integer(in: 0...Int64(originals.count - 1)))]
        let original = originals[index]
        let bytes = FuzzMutation.mutated(original.bytes, original.document.node, splicing: other.bytes, &random)
        try? Data(bytes).write(to: current)
        tally.documents += 1
        let document: AgreementDocument
        do throws(NodeProblems) {
            document = try AgreementDocument(AgreementYAML.node(bytes))
        } catch {
            return error.problems.isEmpty ? "a document was refused without a reason" : nil
        }
        tally.readable += 1
        return wholeness(document) ?? judgement(document, original.document) ?? statements(document, &random)
    }

    /// The document survives being stored.
    private func wholeness(_ document: AgreementDocument) -> String? {
        do throws(NodeProblems) {
            let again = try AgreementDocument(Node(json: document.node.json.utf8, limits: AgreementYAML.limits))
            return again == document ? nil : "the document says something else once it was stored"
        } catch {
            return "the document cannot be read once it was stored: \(error)"
        }
    }

    /// Lint and diff look at it, and diff says the same from both sides.
    private func judgement(_ document: AgreementDocument, _ original: AgreementDocument) -> String? {
        for finding in AgreementLint.findings(document) where !finding.pointer.hasPrefix("#/") || finding.place == nil {
            return "the finding \"\(finding.sentence)\" has no place"
        }
        if !AgreementDiff.changes(from: document, to: document).isEmpty { return "the document differs from itself" }
        let there = AgreementDiff.changes(from: original, to: document)
        let back = AgreementDiff.changes(from: document, to: original)
        for (kind, reversed) in [
            (AgreementChange.Kind.improvement, AgreementChange.Kind.reduction), (.reduction, .improvement), (.mixed, .mixed),
            (.neutral, .neutral),
        ] where there.count(where: { $0.kind == kind }) != back.count(where: { $0.kind == reversed }) {
            return "diff finds other changes from the other side"
        }
        return nil
    }

    private mutating func statements(_ document: AgreementDocument, _ random: inout SeededRandom) -> String? {
        guard !document.commitments.isEmpty else { return nil }
        for _ in 0..<Self.statementsEach {
            let commitment = document.commitments[Int(random.integer(in: 0...Int64(document.commitments.count - 1)))]
            guard let service = commitment.services.randomElement(using: &random) else { continue }
            let checked = FuzzTelemetry(document, commitment, service, &random).check(&random)
            tally.statements += 1
            if checked.hasCredit { tally.credits += 1 }
            if let problem = checked.problem { return "\(commitment.id) of \(service): \(problem)" }
        }
        return nil
    }
}
