import Contracts
import Foundation
import Testing

@testable import Terms

/// Documents of the demo, as they are shipped.
enum Demo {
    static let names = ["connect-engage", "infopromo", "zadarma", "zecto"]

    /// - Parameter edit: what is written otherwise in it.
    static func document(_ name: String, edit: (old: String, new: String)? = nil) throws -> AgreementDocument {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let root = tests.deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appendingPathComponent("deploy/demo/agreements/\(name).yaml")
        var text = try String(contentsOf: file, encoding: .utf8)
        if let edit {
            try #require(text.contains(edit.old))
            text = text.replacingOccurrences(of: edit.old, with: edit.new)
        }
        return try AgreementDocument(AgreementYAML.node(Data(text.utf8)))
    }
}

/// A small generator with a seed, so that a failure can be repeated.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    /// SplitMix64.
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}

/// An instant from text that a test trusts.
func at(_ text: String) throws -> Instant {
    try #require(Instant(rfc3339: text), "\(text) is no time")
}

/// An interval from text that a test trusts.
func from(_ start: String, to end: String) throws -> Interval {
    try Interval(at(start), at(end))
}

func node(_ json: String) throws -> Node {
    try Node(json: json.utf8)
}

/// The problems that reading throws, one line each; none when it does not throw.
func problems(_ body: () throws -> Void) -> [String] {
    do {
        try body()
        return []
    } catch let problems as NodeProblems {
        return problems.problems.map(\.description)
    } catch {
        return ["\(error)"]
    }
}
