import Contracts
import Foundation
import Testing

@testable import Terms

/// What holds of any two editions.
@Suite struct DiffPropertyTests {
    @Test(arguments: Demo.names)
    func nothingDiffersFromItself(name: String) throws {
        let document = try Demo.document(name)
        #expect(AgreementDiff.changes(from: document, to: document).isEmpty)
        let stored = try PledgeJSON.decode(AgreementDocument.self, from: PledgeJSON.encode(document))
        #expect(AgreementDiff.changes(from: document, to: stored).isEmpty)
    }

    /// Documents with some values and elements changed at random, as far as they are still agreements.
    @Test func improvementsAreReductionsFromTheOtherSide() throws {
        let original = try Demo.document("zecto")
        var generator = SeededGenerator(seed: 20_261_121)
        var accepted = 0
        for _ in 0..<300 {
            guard let mutant = try? AgreementDocument(original.node.mutated(using: &generator)) else { continue }
            accepted += 1
            let there = AgreementDiff.changes(from: original, to: mutant)
            let back = AgreementDiff.changes(from: mutant, to: original)
            #expect(there.map(\.kind.fromTheOtherSide).sorted() == back.map(\.kind.rawValue).sorted())
            #expect(!there.isEmpty || mutant.node.inOrder == original.node.inOrder)
        }
        #expect(accepted > 50)
    }
}

extension Node {
    /// The same with one value somewhere changed, or one element gone or moved.
    fileprivate func mutated(using generator: inout SeededGenerator) -> Node {
        switch value {
        case .map(let members):
            guard let index = members.indices.randomElement(using: &generator) else { return self }
            var changed = members
            changed[index] = Member(members[index].key, members[index].node.mutated(using: &generator))
            return Node(.map(changed))
        case .list(var nodes):
            guard let index = nodes.indices.randomElement(using: &generator) else { return self }
            switch UInt8.random(in: 0..<8, using: &generator) {
            case 0: nodes.remove(at: index)
            case 1: nodes.swapAt(index, 0)
            default: nodes[index] = nodes[index].mutated(using: &generator)
            }
            return Node(.list(nodes))
        case .bool(let bool): return Node(.bool(!bool))
        case .number: return Node(.number(String(Int.random(in: 0..<100, using: &generator))))
        case .string(let text): return Node(.string(Self.mutated(text, using: &generator)))
        case .null: return self
        }
    }

    private static func mutated(_ text: String, using generator: inout SeededGenerator) -> String {
        let samples = [
            "guarantee", "target", "month", "quarter", "up", "down", "99.5", "50", "PT1H", "P3D", "S2-1", "cpaas", "premium",
        ]
        return Bool.random(using: &generator) ? samples[Int.random(in: samples.indices, using: &generator)] : text + "s"
    }

    /// The same with all lists in one order, and empty lists gone: neither need say anything.
    fileprivate var inOrder: Node {
        switch value {
        case .list(let nodes): Node(.list(nodes.map(\.inOrder).sorted { $0.sortText < $1.sortText }))
        case .map(let members): Node(.map(members.map { Member($0.key, $0.node.inOrder) }.filter { $0.node != Node(.list([])) }))
        default: self
        }
    }

    private var sortText: String {
        switch value {
        case .list(let nodes): nodes.map(\.sortText).joined(separator: ",")
        case .map(let members): members.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.node.sortText)" }.joined(separator: ";")
        default: plainText ?? ""
        }
    }
}
