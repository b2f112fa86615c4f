import Foundation
import Testing

@testable import Terms

/// The four agreements of the demo, whole.
@Suite struct DemoAgreementTests {
    static let names = ["zadarma", "infopromo", "zecto", "connect-engage"]

    @Test(arguments: names) func isDecoded(_ name: String) throws {
        let found = problems { _ = try Demo.document(name) }
        #expect(found == [])
    }

    /// Every line of the source stands in the document: in a clause's text, a heading, or the head.
    @Test(arguments: names) func saysAllThatItsSourceSays(_ name: String) throws {
        let document = try Demo.document(name)
        let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Sources/\(name).txt")
        var held = document.clauses.flatMap { [Self.plain($0.text), Self.plain($0.heading)] }
        held.append(Self.plain([document.title, document.publishedAsWritten, document.source].joined(separator: " ")))
        let lines = try String(contentsOf: source, encoding: .utf8).components(separatedBy: "\n").map(Self.plain)
        for line in lines where line.contains(where: \.isLetter) {
            // A line of the source may be shared between clauses; each of its sentences stands in one of them.
            let pieces = held.contains { $0.contains(line) } ? [] : Self.sentences(line)
            for piece in pieces { #expect(held.contains { $0.contains(piece) }, "\(piece)") }
        }
    }

    /// No clause has words that the source does not have.
    @Test(arguments: names) func saysNothingElse(_ name: String) throws {
        let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Sources/\(name).txt")
        let source = Self.plain(try String(contentsOf: file, encoding: .utf8))
        for clause in try Demo.document(name).clauses {
            for line in clause.text.components(separatedBy: "\n") where !clause.isSilent {
                #expect(source.contains(Self.plain(line)), "\(clause.id): \(line)")
            }
        }
    }

    /// Lint finds what is odd in them, and each finding is settled by an interpretation or an import warning.
    @Test(arguments: names) func isSettled(_ name: String) throws {
        let open = try AgreementLint.findings(Demo.document(name)).filter { $0.isOpen && $0.severity != .note }
        #expect(open.map(\.sentence) == [])
    }

    private static func plain(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static func sentences(_ line: String) -> [String] {
        line.replacing(". ", with: ".\n").replacing(" defines ", with: "\ndefines ").components(separatedBy: "\n").map(plain)
    }
}
