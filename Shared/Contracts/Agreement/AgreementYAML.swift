import Terms
import Yams

/// Reads agreement documents from YAML 1.2, of which JSON is a part, into `Terms.Node` with lines and columns.
///
/// Only what JSON can say is understood: maps with text keys, lists, text, numbers, booleans and null. Anchors, aliases,
/// tags and several documents are refused. A number is what JSON calls one, and keeps its digits; `no`, `2025-11-17` and
/// `1.2.3` are text.
public enum AgreementYAML {
    /// What a document may need at most: the largest real agreement takes a tenth of it.
    public static let limits = NodeLimits(bytesMaximum: 512 * 1024, depthMaximum: 24, nodesMaximum: 50_000)

    /// Reads a document.
    ///
    /// - Throws: the problem, with its line and column, when the text is no YAML, says what is refused, or is too large.
    public static func node(_ bytes: some Collection<UInt8>) throws(NodeProblems) -> Terms.Node {
        guard bytes.count <= limits.bytesMaximum else { throw problem("is larger than \(limits.bytesMaximum) bytes") }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw problem("is not UTF-8") }
        if let first = text.first(where: { !$0.isWhitespace }), first == "{" || first == "[" {
            return try json(bytes, text)
        }
        return try yaml(text)
    }

    /// JSON, where it is JSON; otherwise YAML that begins with a bracket.
    private static func json(_ bytes: some Collection<UInt8>, _ text: String) throws(NodeProblems) -> Terms.Node {
        do {
            return try Terms.Node(json: bytes, limits: limits)
        } catch let jsonProblems {
            guard let node = try? yaml(text) else { throw jsonProblems }
            return node
        }
    }

    private static func yaml(_ text: String) throws(NodeProblems) -> Terms.Node {
        guard aliasLookalikes(text) <= aliasLookalikesMaximum else {
            throw problem("has more than \(aliasLookalikesMaximum) words that begin with '*' and may be aliases")
        }
        do {
            let parser = try Parser(yaml: text, encoding: .utf8)
            guard let root = try parser.singleRoot() else { throw problem("is empty", at: Terms.Node.Place(line: 1, column: 1)) }
            var composer = YAMLComposer(limits: limits)
            // Yams holds anchors weakly; the parser owns them.
            return try withExtendedLifetime(parser) { try composer.node(root, depth: 0) }
        } catch let problems as NodeProblems {
            throw problems
        } catch {
            throw syntaxProblem(error)
        }
    }

    /// Words that may be aliases. Yams resolves these while it reads, before anybody can refuse them; so few cannot
    /// multiply into much.
    private static let aliasLookalikesMaximum = 16

    private static func aliasLookalikes(_ text: String) -> Int {
        var count = 0
        var previous = UInt8(ascii: " ")
        var isAfterStar = false
        for byte in text.utf8 {
            if isAfterStar, byte > UInt8(ascii: " ") { count += 1 }
            isAfterStar = byte == UInt8(ascii: "*") && !isWordByte(previous)
            previous = byte
        }
        return count
    }

    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: byte >= 0x80
        }
    }

    private static func syntaxProblem(_ error: any Error) -> NodeProblems {
        switch error as? YamlError {
        case .scanner(_, let detail, let mark, _), .parser(_, let detail, let mark, _), .composer(_, let detail, let mark, _):
            problem("is no YAML: \(detail)", at: mark)
        case .duplicatedKeysInMapping(let keys, let context):
            problem("has the key '\(keys.first?.prefix(64) ?? "")' twice", at: context.mark)
        case .reader(let detail, let offset, _, let text):
            problem("is no YAML: \(detail)", at: offset.map { place(ofByte: $0, of: text) })
        default:
            problem("is no YAML")
        }
    }

    private static func place(ofByte offset: Int, of text: String) -> Terms.Node.Place {
        let before = text.utf8.prefix(offset)
        let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map(text.utf8.index(after:)) ?? text.utf8.startIndex
        let line = before.count { $0 == UInt8(ascii: "\n") } + 1
        return Terms.Node.Place(line: line, column: String(decoding: before[lineStart...], as: UTF8.self).count + 1)
    }

    static func problem(_ detail: String, at mark: Mark) -> NodeProblems {
        problem(detail, at: Terms.Node.Place(line: mark.line, column: mark.column))
    }

    static func problem(_ detail: String, at place: Terms.Node.Place? = nil) -> NodeProblems {
        NodeProblems([NodeProblem(pointer: "#", place: place, detail: detail)])
    }
}
