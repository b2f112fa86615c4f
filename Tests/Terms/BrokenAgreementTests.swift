import Contracts
import Foundation
import Testing

@testable import Terms

/// Agreements that are wrong, and all that is said about each: `BrokenAgreements/expected.txt` has the places, pointers and
/// messages of every error, in the order in which they are told.
@Suite struct BrokenAgreementTests {
    static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("BrokenAgreements")

    /// What is expected of a file: whether its text, its shape or its meaning is wrong, and every error.
    struct Expectation: CustomTestStringConvertible, Sendable {
        let file: String
        let kind: String
        let errors: [String]
        var testDescription: String { file }
    }

    /// Blocks of a line `file kind` and an indented line an error.
    static let expectations: [Expectation] = {
        let text = (try? String(contentsOf: folder.appendingPathComponent("expected.txt"), encoding: .utf8)) ?? ""
        return text.components(separatedBy: "\n\n").compactMap { block in
            let lines = block.split(separator: "\n").map(String.init)
            guard let head = lines.first?.split(separator: " "), head.count == 2 else { return nil }
            return Expectation(
                file: String(head[0]), kind: String(head[1]), errors: lines.dropFirst().map { String($0.dropFirst(2)) })
        }
    }()

    /// `line:column pointer: detail`; a problem with the text as a whole has no place.
    static func errors(of file: String) throws -> [String] {
        let bytes = try Data(contentsOf: folder.appendingPathComponent(file))
        do {
            _ = try AgreementDocument(AgreementYAML.node(bytes))
            return []
        } catch {
            return error.problems.map { problem in
                let place = problem.place.map { "\($0.line):\($0.column)" } ?? "-"
                return "\(place) \(problem.pointer): \(problem.detail)"
            }
        }
    }

    @Test func thereAreEnoughAndAllAreExpected() throws {
        let files = try FileManager.default.contentsOfDirectory(atPath: Self.folder.path)
            .filter { $0.hasSuffix(".yaml") || $0.hasSuffix(".json") }
        #expect(files.count >= 60)
        #expect(Set(files) == Set(Self.expectations.map(\.file)))
        #expect(Self.expectations.allSatisfy { !$0.errors.isEmpty })
        #expect(Self.expectations.count { $0.errors.count > 1 } >= 15, "many have several errors")
    }

    @Test(arguments: expectations) func saysEverythingAtOnce(_ expected: Expectation) throws {
        #expect(try Self.errors(of: expected.file) == expected.errors)
    }
}
