import Contracts
import Foundation
import Testing

@testable import Terms

/// `docs/clauses.md` says where each clause of the four agreements stands and what executes it, and says so truly.
@Suite struct ClauseTableTests {
    private struct Row {
        let clause: String
        let file: String
        let pointer: String
        let execution: String
    }

    /// Every enforceable clause of the four, by the number that the table gives it.
    private static let clauses = """
        S0-1 S0-2 S0-3 S0-4 S0-5 S0-6 S0-7 S0-8 S0-9 S0-10 S0-11a S0-11b S0-11c S0-11d S0-11e S0-11f S0-12 S0-13
        S1-1 S1-2 S1-3 S1-4 S1-5 S1-6 S1-7 S1-8 S1-9 S1-10 S1-11 S1-12 S1-13 S1-14 S1-15 S1-16a S1-16b S1-16c S1-17 S1-18
        S1-19 S1-20 S1-21
        S2-1 S2-2.1 S2-2.2 S2-2.3a S2-2.3b S2-2.3c S2-2.4a S2-2.4b S2-2.4c S2-2.4d S2-2.4e S2-2.4f S2-2.4g S2-3.1 S2-3.2 S2-3.3
        S2-3.4 S2-4.1a S2-4.1b S2-4.2 S2-5.1 S2-5.2 S2-5.3a S2-5.3b S2-5.3c S2-5.3d S2-5.3e S2-5.4 S2-6.1 S2-6.2 S2-7.1 S2-7.2
        S2-8.1 S2-8.2 S2-8.3 S2-9.1 S2-9.2 S2-10.1 S2-10.2 S2-10.3
        S3-1a S3-1b S3-1c S3-1d S3-1e S3-2 S3-3a S3-3b S3-3c S3-4 S3-5a S3-5b S3-5c S3-6a S3-6b S3-6c S3-6d S3-7a S3-7b S3-7c
        S3-8 S3-9
        """

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private static let rows = Result {
        var rows: [Row] = []
        var file = ""
        for line in try text("docs/clauses.md").split(separator: "\n") {
            if line.hasPrefix("`"), line.hasSuffix(".yaml`") { file = String(line.dropFirst().dropLast(6)) }
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            guard cells.count == 3, cells[0].hasPrefix("S") else { continue }
            let bare = cells.map { $0.replacing("`", with: "") }
            rows.append(Row(clause: bare[0], file: file, pointer: bare[1], execution: bare[2]))
        }
        return rows
    }

    private static func text(_ path: String) throws -> String {
        try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
    }

    @Test func everyClauseHasItsRow() throws {
        let listed = try Self.rows.get().map(\.clause)
        #expect(listed == Self.clauses.split(whereSeparator: \.isWhitespace).map(String.init))
        #expect(Set(listed).count == listed.count)
    }

    @Test func everyPointerLeadsSomewhere() throws {
        for row in try Self.rows.get() {
            let document = try Demo.document(row.file)
            #expect(document.node.part(at: row.pointer) != nil, "\(row.clause): \(row.pointer)")
            #expect(document.clause(row.clause) != nil, "\(row.clause) has no text in \(row.file)")
        }
    }

    @Test func everyTestExecutesItsClause() throws {
        let sources = try ClauseTestSource.all(under: Self.root.appendingPathComponent("Tests"))
        for row in try Self.rows.get() where row.execution != "declarative" {
            let test = try #require(
                sources.lazy.compactMap { $0.test(row.execution) }.first, "\(row.clause): there is no \(row.execution)")
            #expect(test.names(row.clause), "\(row.execution) does not name \(row.clause)")
            #expect(test.acts, "\(row.execution) only reads the document")
        }
    }

    /// The test of the tests: what only looks at members of a document is told from what has something done with it.
    @Test func whatOnlyReadsIsTold() {
        let source = ClauseTestSource(
            """
            @Suite struct SampleTests {
                /// S9-1: read.
                @Test func reads() throws {
                    #expect(try stand.get().document.changes.first?.noticeDays == nil)
                }

                /// S9-10: done.
                @Test(arguments: [1]) func does(one: Int) throws {
                    #expect(try stand.get().clock(.firstResponse, at: now) == nil)
                }

                /// S9-1: no test.
                func helps() { clock(now) }
            }
            """)
        #expect(source.test("SampleTests/reads")?.acts == false && source.test("SampleTests/does")?.acts == true)
        #expect(
            source.test("SampleTests/reads")?.names("S9-1") == true && source.test("SampleTests/does")?.names("S9-1") == false)
        #expect(source.test("SampleTests/helps") == nil && source.test("OtherTests/does") == nil)
    }

    @Test func declarativeMeansDeclared() throws {
        for row in try Self.rows.get() {
            let document = try Demo.document(row.file)
            let isDeclared = document.declarations.contains { $0.clause == row.clause }
            if row.execution == "declarative" {
                #expect(isDeclared && row.pointer.hasPrefix("#/declarations/"), "\(row.clause)")
                let element = try #require(document.node.part(at: row.pointer))
                #expect(element["clause"]?.text == row.clause)
            } else {
                #expect(!row.pointer.hasPrefix("#/declarations"), "\(row.clause)")
            }
        }
    }
}

extension Node {
    /// What a JSON pointer leads to.
    func part(at pointer: String) -> Node? {
        pointer.split(separator: "/").dropFirst().reduce(self) { node, step in
            guard let node else { return nil }
            if let list = node.elements { return Int(step).flatMap { list.indices.contains($0) ? list[$0] : nil } }
            return node[String(step)]
        }
    }
}
