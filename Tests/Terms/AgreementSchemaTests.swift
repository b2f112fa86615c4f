import Contracts
import Foundation
import TestSupport
import Testing

@testable import Terms

/// `docs/agreement.schema.json`, which editors use, says of an agreement's shape what the decoder says.
@Suite struct AgreementSchemaTests {
    private static let schema = Result { try schema(SourceTree.url("docs/agreement.schema.json")) }

    private static func schema(_ file: URL) throws -> JSONSchema {
        try JSONSchema(document: Node(json: Data(contentsOf: file)))
    }

    private func problems(_ node: Node) throws -> [String] {
        let schema = try Self.schema.get()
        return schema.problems(node, schema.document)
    }

    @Test(arguments: DemoAgreementTests.names) func acceptsTheDemo(_ name: String) throws {
        #expect(try problems(Demo.document(name).node) == [])
    }

    /// What is broken in its shape is refused; what is broken in its meaning only, such as a name that nothing defines, is
    /// for the decoder.
    @Test(arguments: BrokenAgreementTests.expectations) func refusesWhatIsBrokenInShape(
        _ broken: BrokenAgreementTests.Expectation
    ) throws {
        let bytes = try Data(contentsOf: BrokenAgreementTests.folder.appendingPathComponent(broken.file))
        guard let node = try? AgreementYAML.node(bytes) else {
            #expect(broken.kind == "syntax")
            return
        }
        #expect(try problems(node).isEmpty == (broken.kind == "meaning"), "\(broken.kind)")
        #expect(broken.kind == "shape" || broken.kind == "meaning")
    }

    /// Every reference leads somewhere, and everything that is defined is used and described.
    @Test func isWhole() throws {
        let document = try Self.schema.get().document
        let text = document.json
        let definitions = try #require(document["$defs"]?.members)
        for definition in definitions {
            #expect(text.contains("\"#/$defs/\(definition.key)\""), "\(definition.key) is used by nothing")
            #expect(definition.node["description"] != nil, "\(definition.key) has no description")
        }
        for part in text.components(separatedBy: "\"$ref\":\"#/$defs/").dropFirst() {
            let name = part.prefix { $0 != "\"" }
            #expect(definitions.contains { $0.key == name }, "\(name)")
        }
    }
}
