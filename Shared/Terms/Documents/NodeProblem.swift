/// One thing that is wrong with a document, and where.
public struct NodeProblem: Hashable, Sendable, Codable {
    /// A JSON pointer as a URI fragment: `#/components/0/key`; `#` is the whole document.
    public let pointer: String
    /// Where in the text, when that is known.
    public let place: Node.Place?
    /// What is wrong, for a person.
    public let detail: String

    /// A problem at `pointer`.
    public init(pointer: String, place: Node.Place? = nil, detail: String) {
        self.pointer = pointer
        self.place = place
        self.detail = detail
    }
}

extension NodeProblem: CustomStringConvertible {
    /// `#/target (line 12, column 13): must be a percentage such as "99.9"`.
    public var description: String {
        let at = place.map { " (line \($0.line), column \($0.column))" } ?? ""
        return "\(pointer)\(at): \(detail)"
    }
}

/// Everything that is wrong with a document, in its order; at least one problem, at most `maximum`.
public struct NodeProblems: Error, Hashable, Sendable {
    /// The problems.
    public let problems: [NodeProblem]

    /// Past this many, more of them help nobody and only cost memory.
    public static let maximum = 100

    /// These problems, cut off at `maximum`.
    public init(_ problems: [NodeProblem]) {
        self.problems = Array(problems.prefix(Self.maximum))
    }
}

extension NodeProblems: CustomStringConvertible {
    /// A line a problem.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
