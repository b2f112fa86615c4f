import Foundation
import Testing

@testable import Terms

/// A case of a golden vector file, which knows its file and index, so that a failure names them.
struct VectorCase: CustomTestStringConvertible, Sendable {
    let file: String
    let index: Int
    let node: Node
    let context: Node

    var testDescription: String { "\(file) #\(index)" }

    /// All cases of the files of that name: of our own copy, and of the folder that `PLEDGE_VECTORS` names, which may
    /// leave files out, but must be there.
    static func all(of name: String) throws -> [VectorCase] {
        let own = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Vectors")
        var files = [own.appendingPathComponent(name)]
        if let more = ProcessInfo.processInfo.environment["PLEDGE_VECTORS"] {
            let names = try FileManager.default.contentsOfDirectory(atPath: more)
            if names.contains(name) { files.append(URL(fileURLWithPath: more).appendingPathComponent(name)) }
        }
        return try files.flatMap(cases)
    }

    private static func cases(of file: URL) throws -> [VectorCase] {
        let limits = NodeLimits(bytesMaximum: 64 << 20, nodesMaximum: 20_000_000)
        let document = try Node(json: Data(contentsOf: file), limits: limits)
        let cases = try #require(document["cases"]?.elements, "\(file.path) has no cases")
        try #require(!cases.isEmpty, "\(file.path) has no cases")
        return cases.enumerated().map { VectorCase(file: file.path, index: $0, node: $1, context: document) }
    }

    subscript(key: String) -> Node { node[key] ?? Node(.null) }
}

extension Node {
    var elements: [Node]? {
        guard case .list(let nodes) = value else { return nil }
        return nodes
    }

    var members: [Member] {
        guard case .map(let members) = value else { return [] }
        return members
    }

    var text: String {
        switch value {
        case .string(let text), .number(let text): text
        case .bool(let bool): String(bool)
        default: ""
        }
    }

    /// An integer; the tests' own documents are trusted.
    var int: Int64 { Int64(text) ?? .min }

    var isNull: Bool {
        if case .null = value { return true }
        return false
    }

    /// `[start, end]`.
    var interval: Interval {
        let bounds = elements ?? []
        return Interval(bounds[0].int, bounds[1].int)
    }

    var intervals: IntervalSet { IntervalSet((elements ?? []).map(\.interval)) }
}
