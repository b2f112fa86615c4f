import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@Suite("The AsyncAPI document")
struct AsyncAPIDocumentTests {
    private func schema() throws -> JSONSchema {
        try JSONSchema(yaml: DocumentResource.text(named: "asyncapi"))
    }

    @Test("describes every event that the code can tell, and no other")
    func isComplete() throws {
        let declared = try declaredTypes()
        let described = Set(try schema().document["components"]?["messages"]?.members?.compactMap { $0.node["name"]?.text } ?? [])
        #expect(declared.count > 20)
        #expect(declared.subtracting(described).isEmpty, "not described: \(declared.subtracting(described).sorted())")
        #expect(described.subtracting(declared).isEmpty, "nobody tells: \(described.subtracting(declared).sorted())")
        let sampled = Set(EventSamples.all.map(\.type))
        #expect(declared.subtracting(sampled).isEmpty, "without a sample: \(declared.subtracting(sampled).sorted())")
    }

    @Test("puts every message on its producer's streams and into the feed")
    func channels() throws {
        let document = try schema().document
        for message in document["components"]?["messages"]?.members ?? [] {
            let type = try #require(message.node["name"]?.text)
            let producer = try #require(type.split(separator: ".").dropFirst().first.map(String.init))
            #expect(document["channels"]?[producer]?["messages"]?[message.key] != nil, "\(type)")
            #expect(document["channels"]?["feed"]?["messages"]?[message.key] != nil, "\(type)")
        }
    }

    @Test("matches the events as the code spells them", arguments: EventSamples.all)
    func samples(_ sample: EventSample) throws {
        let schema = try schema()
        let message = try #require(
            schema.document["components"]?["messages"]?.members?.first { $0.node["name"]?.text == sample.type }?.node)
        let payload = try #require(message["payload"])
        #expect(schema.problems(try Node(json: Array(sample.json)), payload) == [])
    }

    @Test("would notice a member that is missing or misspelt")
    func canFail() throws {
        let schema = try schema()
        let sample = try #require(EventSamples.all.first { $0.type.hasSuffix("outage.opened.v1") })
        let text = String(decoding: sample.json, as: UTF8.self)
        let payload = try #require(schema.document["components"]?["messages"]?["OutageOpened"]?["payload"])
        for (part, other) in [
            ("\"started_at\"", "\"began_at\""), ("\"component\"", "\"planet\""), ("\"tenantid\"", "\"tenant\""),
        ] {
            let broken = text.replacing(part, with: other)
            #expect(broken != text)
            #expect(schema.problems(try Node(json: Array(broken.utf8)), payload) != [], "\(part)")
        }
    }

    /// The types as the sources declare them: a new payload without a description must fail here.
    private func declaredTypes() throws -> Set<String> {
        let folder = SourceTree.root.appending(path: "Shared/Contracts/Events")
        var types: Set<String> = []
        for case let file as URL in FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil) ?? .init()
        where file.pathExtension == "swift" {
            let text = try String(contentsOf: file, encoding: .utf8)
            for match in text.matches(of: /static let type = "(pledge\.[a-z_.0-9]+)"/) { types.insert(String(match.1)) }
        }
        return types
    }
}
