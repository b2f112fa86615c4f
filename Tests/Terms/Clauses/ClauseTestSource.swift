import Foundation

/// A file with tests, as far as the table of clauses is held to it.
struct ClauseTestSource {
    /// A test as it is written: its words before it, and its body.
    struct Test {
        let text: String

        /// Whether it says that it is about a clause: in its words, its cases or what it expects.
        func names(_ clause: String) -> Bool {
            text.ranges(of: clause).contains { range in
                guard range.upperBound < text.endIndex else { return true }
                let rest = text[range.upperBound...]
                // `S2-2.1` is not named by `S2-2.10` or `S2-2.1a`; a full stop may end a sentence.
                let next = rest.first == "." ? rest.dropFirst().first : rest.first
                return rest.first == "." ? next?.isNumber != true : next.map { !$0.isNumber && !$0.isLetter } ?? true
            }
        }

        /// Whether anything is done with the document.
        var acts: Bool { ClauseTestSource.actors.contains { text.contains($0) } }
    }

    /// What acts on a document, in the kernel, in the services' models, and in the tests' own helpers that call these. A test that
    /// calls none of them reads the document, and no more.
    private static let actors = [
        "statement(", ".clock(", ".evaluate(", ".judge(", "credit(", "claim(", "judgement(", ".derive(", ".due(", ".openTime(",
        ".time(", ".holds(", ".nextUpdate(", ".beginsAt(", "commitments(for:", ".lacking(", ".given(under:", ".remainder(",
        "publicationDuties(", "reportsDue(", ".findings(", "publish(", ".ask(", "declare(", ".targetSeconds(",
    ]

    private let text: String

    init(_ text: String) {
        self.text = text
    }

    /// Every file of tests under a folder.
    static func all(under folder: URL) throws -> [ClauseTestSource] {
        let files = FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil)
        let sources = (files?.allObjects as? [URL] ?? []).filter { $0.pathExtension == "swift" }
        return try sources.map { ClauseTestSource(try String(contentsOf: $0, encoding: .utf8)) }
    }

    /// The test that a row of the table names, `Suite/function`; nil where this file has none.
    func test(_ name: String) -> Test? {
        let parts = name.split(separator: "/")
        guard parts.count == 2, text.contains("struct \(parts[0]) {") else { return nil }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        guard let line = lines.firstIndex(where: { Self.begins($0, parts[1]) }) else { return nil }
        // A test and its words stand between empty lines; its body may have some, and ends where its brace is closed.
        let first = lines[..<line].lastIndex { $0.isEmpty || $0.hasSuffix("{") && !$0.hasPrefix("    ") }.map { $0 + 1 } ?? 0
        let last = lines[line...].firstIndex { $0 == "    }" } ?? line
        let test = lines[first...last].joined(separator: "\n")
        return test.contains("@Test") ? Test(text: test) : nil
    }

    /// Whether a line begins a function of a suite, and not one within a function.
    private static func begins(_ line: Substring, _ function: Substring) -> Bool {
        line.hasPrefix("    ") && !line.hasPrefix("     ") && line.contains("func \(function)(")
    }
}
