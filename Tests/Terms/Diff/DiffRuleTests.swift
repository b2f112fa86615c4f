import Contracts
import Foundation
import TestSupport
import Testing

@testable import Terms

/// Every member of the format has a rule that says what a change of it does to the customer, or is only words; and each rule
/// says so in both directions.
@Suite struct DiffRuleTests {
    /// The members of the format, by path, as the schema has them.
    private static let paths = Result { () -> Set<String> in
        let schema = try JSONSchema(document: Node(json: Data(contentsOf: SourceTree.url("docs/agreement.schema.json"))))
        var paths: Set<String> = []
        collect(schema.document, at: "", of: schema, into: &paths)
        return paths
    }

    private static func collect(_ node: Node, at path: String, of schema: JSONSchema, into paths: inout Set<String>) {
        guard let node = schema.resolve(node) else { return }
        for key in ["allOf", "anyOf", "oneOf"] {
            for part in node[key]?.listed ?? [] { collect(part, at: path, of: schema, into: &paths) }
        }
        if let items = node["items"] { collect(items, at: path, of: schema, into: &paths) }
        for member in node["properties"]?.named ?? [] {
            let inner = path.isEmpty ? member.key : "\(path).\(member.key)"
            paths.insert(inner)
            collect(member.node, at: inner, of: schema, into: &paths)
        }
    }

    /// Whether a path has a rule, or lies in something that is judged as a whole.
    private static func isRuled(_ path: String) -> Bool {
        if String(path.split(separator: ".").last ?? "").isClauseKey || TermRule.of(path) != nil { return true }
        var around = path.split(separator: ".").map(String.init).dropLast()
        while !around.isEmpty {
            let outer = around.joined(separator: ".")
            if TermRule.of(outer)?.isWhole == true || TermRule.of("\(outer).*") != nil { return true }
            around = around.dropLast()
        }
        return false
    }

    @Test func everyMemberHasARule() throws {
        let paths = try Self.paths.get()
        #expect(paths.count > 300)
        let without = paths.filter { !Self.isRuled($0) }.sorted()
        #expect(without == [], "say what a change of these does to the customer, or that they are only words")
    }

    @Test func everyRuleIsOfAMember() throws {
        let paths = try Self.paths.get()
        let stray = TermRule.all.keys.filter { !paths.contains($0.replacing(".*", with: "")) }.sorted()
        #expect(stray == [], "the format has no such members")
        #expect(Set(TermRule.onlyWords).count == TermRule.onlyWords.count)
        for path in TermRule.onlyWords {
            guard case .wording? = TermRule.of(path)?.judge else {
                Issue.record("\(path) is called words, and has another rule")
                continue
            }
        }
    }

    /// What depends says on what.
    @Test func whatDependsSaysWhy() {
        for (path, rule) in TermRule.all {
            if case .depends = rule.judge { #expect(!rule.unclear.isEmpty, "\(path)") }
        }
    }

    /// Nothing in the agreements of the demo is without a rule.
    @Test(arguments: Demo.names) func theDemoHasRules(name: String) throws {
        var without: Set<String> = []
        func visit(_ node: Node, _ path: String) {
            for element in node.listed { visit(element, path) }
            for member in node.named {
                let inner = path.isEmpty ? member.key : "\(path).\(member.key)"
                if !Self.isRuled(inner) { without.insert(inner) }
                visit(member.node, inner)
            }
        }
        visit(try Demo.document(name).node, "")
        #expect(without.isEmpty)
    }

    @Test(arguments: DiffCases.all) func byEffect(_ one: DiffCase) throws {
        let (there, back) = try one.changes()
        let telling = there.filter { $0.kind != .neutral }
        #expect(telling.map(\.kind) == (one.kind == .neutral ? [] : [one.kind]), "\(there)")
        #expect(!there.isEmpty)
        #expect(there.map(\.kind.fromTheOtherSide).sorted() == back.map(\.kind.rawValue).sorted())
        for change in telling {
            #expect(change.path == one.path)
            #expect(!change.why.hasPrefix("It is better"), "no words for it")
            #expect(!change.why.hasPrefix("It is worse"), "no words for it")
        }
    }

    /// S0-11d: an exclusion for the website's parts becomes one for everything.
    @Test func anExclusionForMoreParts() throws {
        let edit = (old: "Long downloads of website components, parts: [website]}", new: "Long downloads of website components}")
        let (old, new) = (try Demo.document("zadarma"), try Demo.document("zadarma", edit: edit))
        #expect(AgreementDiff.changes(from: old, to: new).map(\.kind) == [.reduction])
        #expect(AgreementDiff.changes(from: new, to: old).map(\.path) == ["exclusions.parts"])
        #expect(AgreementDiff.changes(from: new, to: old).map(\.kind) == [.improvement])
    }

    /// Each rule is tried: here, or where it has been all along.
    @Test func everyRuleIsTried() {
        let elsewhere: Set<String> = [
            // AgreementDiffTests: strength, window, formula, unknown time, target, remedy, calendars, clauses, readings,
            // declarations, exclusions and commitments as a whole.
            "clauses", "calendars", "calendars.*", "plans", "services", "interpretations",
            "interpretations.choice", "declarations", "commitments", "commitments.strength", "commitments.services",
            "commitments.window.kind", "commitments.formula.rule",
            "commitments.unknown_time", "commitments.target", "commitments.remedy", "exclusions", "exclusions.parts",
            // What a list of them as a whole, or of another place, is tried with.
            "objectives", "remedies", "preconditions.prior_case", "preconditions.prior_case.within",
            "preconditions.prior_case.of", "remedies.conditions.prior_case",
        ]
        let tried = Set(DiffCases.all.map(\.path)).union(elsewhere)
        let untried = TermRule.all.filter { path, rule in
            if case .wording = rule.judge { return false }
            if case .members = rule.judge { return false }
            return !tried.contains(path)
        }
        #expect(untried.keys.sorted() == [])
    }
}

extension Node {
    fileprivate var listed: [Node] {
        if case .list(let nodes) = value { nodes } else { [] }
    }

    fileprivate var named: [Member] {
        if case .map(let members) = value { members } else { [] }
    }
}
