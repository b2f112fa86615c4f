import Telemetry
import Terms

/// The columns of CSV of items that are no samples: `kind`, and a column a member, those of a member's members with a dot:
/// `counts.hits`. An empty field is a member that is not there. The numbers of a histogram's lists have a space between them.
struct ItemLayout {
    /// Columns that a file may have: all members of all kinds, twice.
    private static let columnsMaximum = 64
    /// Columns of whole numbers, of yes or no, and of lists.
    private static let numbers: Set<String> = ["period_seconds", "revision", "counts.hits", "counts.all", "values.count"]
    private static let flags: Set<String> = ["withdrawn"]
    private static let lists: Set<String> = ["histogram.bounds", "histogram.counts"]

    private let columns: [String]

    /// Whether a header is of such a file.
    static func isMeant(_ header: UnsafeRawBufferPointer) -> Bool {
        CSVFields(header).contains { $0.elementsEqual("kind".utf8) }
    }

    /// Reads the header's line.
    init(header: UnsafeRawBufferPointer) throws(CSVLayout.Malformed) {
        columns = CSVFields(header).prefix(Self.columnsMaximum + 1).map { String(decoding: $0, as: UTF8.self) }
        guard columns.count <= Self.columnsMaximum, Set(columns).count == columns.count, !columns.contains("") else {
            throw CSVLayout.Malformed(
                what: "the header must name each column once, and at most \(Self.columnsMaximum) of them")
        }
    }

    /// The line as the JSON that says the same.
    func node(_ line: UnsafeRawBufferPointer) throws(CSVLayout.Malformed) -> Node {
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
