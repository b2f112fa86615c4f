import Contracts
import Foundation
import Testing

@testable import Terms

/// `docs/agreements.md`: every sample in it is one that is understood.
@Suite struct AgreementGuideTests {
    static let samples: [String] = {
        let tests = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let root = tests.deletingLastPathComponent().deletingLastPathComponent()
        let guide = try? String(contentsOf: root.appendingPathComponent("docs/agreements.md"), encoding: .utf8)
        let parts = (guide ?? "").components(separatedBy: "```")
        return parts.filter { $0.hasPrefix("yaml\n") }.map { String($0.dropFirst(5)) }
    }()

    @Test func thereAreSamples() {
        #expect(Self.samples.count >= 10)
        #expect(Self.samples.first?.hasPrefix("format: pledge-agreement/1") == true)
    }

    /// The first sample is whole; every other adds to the lists of the first.
    @Test(arguments: samples.indices) func isUnderstood(_ index: Int) throws {
        let whole = try AgreementYAML.node(Self.samples[0].utf8)
        let part = index == 0 ? Node(.map([])) : try AgreementYAML.node(Self.samples[index].utf8)
        let found = problems { _ = try AgreementDocument(whole.adding(part)) }
        #expect(found == [], "\(Self.samples[index])")
    }
}

extension Node {
    /// This document with the elements of another's lists after its own.
    fileprivate func adding(_ other: Node) -> Node {
        var members = self.members
        for addition in other.members {
            if let index = members.firstIndex(where: { $0.key == addition.key }) {
                let elements = (members[index].node.elements ?? []) + (addition.node.elements ?? [])
                members[index] = Member(addition.key, Node(.list(elements)))
            } else {
                members.append(addition)
            }
        }
        return Node(.map(members))
    }
}
