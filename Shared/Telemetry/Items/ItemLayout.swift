import Terms

/// The columns of CSV of items of any kind: `kind`, and a column a member, those of a member's members with a dot:
/// `counts.hits`. An empty field is a member that is not there. What is in a list has spaces between.
public struct ItemLayout: Sendable {
    /// Columns that a file may have: all members of all kinds, twice.
    private static let columnsMaximum = 64
    /// Columns of whole numbers, of yes or no, of lists of numbers, and of lists of names.
    private static let numbers: Set<String> = [
        "period_seconds", "total", "failed", "deployed", "down", "revision", "counts.hits", "counts.all", "values.count",
    ]
    private static let flags: Set<String> = ["withdrawn"]
    private static let lists: Set<String> = ["histogram.bounds", "histogram.counts"]
    private static let names: Set<String> = ["customers"]

    private let columns: [String]

    /// Whether a header is of such a file.
    public static func isMeant(_ header: UnsafeRawBufferPointer) -> Bool {
        CSVFields(header).contains { $0.elementsEqual("kind".utf8) }
    }

    /// Reads the header's line.
    public init(header: UnsafeRawBufferPointer) throws(CSVLayout.Malformed) {
        columns = CSVFields(header).prefix(Self.columnsMaximum + 1).map { String(decoding: $0, as: UTF8.self) }
        guard columns.count <= Self.columnsMaximum, Set(columns).count == columns.count, !columns.contains("") else {
            throw CSVLayout.Malformed(
                what: "the header must name each column once, and at most \(Self.columnsMaximum) of them")
        }
    }

    /// The line as the JSON that says the same.
    public func node(_ line: UnsafeRawBufferPointer) throws(CSVLayout.Malformed) -> Node {
        var members: [Node.Member] = []
        var inner: [(name: String, members: [Node.Member])] = []
        var seen = 0
        for field in CSVFields(line) {
            guard seen < columns.count else { throw CSVLayout.Malformed(what: "it has too many fields") }
            let column = columns[seen]
            seen += 1
            guard !field.isEmpty else { continue }
            let value = Self.value(String(decoding: field, as: UTF8.self), column)
            let path = column.split(separator: ".", maxSplits: 1).map(String.init)
            guard path.count == 2 else {
                members.append(Node.Member(column, value))
                continue
            }
            let index = inner.firstIndex { $0.name == path[0] } ?? inner.count
            if index == inner.count { inner.append((path[0], [])) }
            inner[index].members.append(Node.Member(path[1], value))
        }
        guard seen == columns.count else { throw CSVLayout.Malformed(what: "it has too few fields") }
        return Node(.map(members + inner.map { Node.Member($0.name, Node(.map($0.members))) }))
    }

    private static func value(_ text: String, _ column: String) -> Node {
        if lists.contains(column) {
            return Node(.list(text.split(separator: " ").map { number(String($0)) }))
        }
        if names.contains(column) {
            return Node(.list(text.split(separator: " ").map { Node(.string(String($0))) }))
        }
        if flags.contains(column), text == "true" || text == "false" { return Node(.bool(text == "true")) }
        return numbers.contains(column) ? number(text) : Node(.string(text))
    }

    /// A number in the grammar of JSON; what is none stays text, which its reader refuses.
    private static func number(_ text: String) -> Node {
        (try? Node(json: Array(text.utf8))).flatMap { node in
            if case .number = node.value { node } else { nil }
        } ?? Node(.string(text))
    }
}
