import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@Suite("The OpenAPI document")
struct OpenAPIDocumentTests {
    @Test("is read, and routes every operation to itself")
    func routes() throws {
        let document = try OpenAPIDocument.bundled()
        #expect(document.operations.count > 50)
        let table = try RoutingTable(document.operations)
        for operation in document.operations {
            let filled = operation.path.split(separator: "/").map { $0.hasPrefix("{") ? "x" : String($0) }.joined(separator: "/")
            #expect(table.match(method: operation.method, path: "/\(filled)") == .operation(operation))
        }
        for operation in document.innerOperations {
            #expect(
                table.match(method: operation.method, path: operation.path) == .notFound, "\(operation.path) must stay inside")
        }
    }

    @Test("describes an error for every way in which an operation can fail")
    func errors() throws {
        let root = try schema().document
        for operation in try OpenAPIDocument.bundled().operations {
            let described = try #require(root["paths"]?[operation.path]?[operation.method.lowercased()])
            let statuses = Set(described["responses"]?.members?.map(\.key) ?? [])
            var expected: Set<String> = ["400", "405", "429", "500", "502", "503", "504"]
            if case .roles = operation.access { expected.formUnion(["401", "403"]) }
            if !operation.pathParameters.isEmpty { expected.insert("404") }
            if operation.bodyMaxBytes != nil { expected.formUnion(["413", "415", "422"]) }
            #expect(expected.isSubset(of: statuses), "\(operation.id) lacks \(expected.subtracting(statuses).sorted())")
        }
    }

    @Test("has examples that match their schemas")
    func examples() throws {
        let schema = try schema()
        var count = 0
        for member in schema.document["components"]?["schemas"]?.members ?? [] {
            for example in member.node["examples"]?.items ?? [] {
                #expect(schema.problems(example, member.node).isEmpty, "\(member.key)")
                count += 1
            }
        }
        #expect(count > 20)
    }

    @Test("is valid OpenAPI 3.1")
    func isValid() async throws {
        let output = try await Python.run([
            "-m", "openapi_spec_validator", SourceTree.url("Shared/Contracts/Documents/openapi.yaml").path,
        ])
        #expect(output.contains("OK"), "\(output)")
    }

    private func schema() throws -> JSONSchema {
        try JSONSchema(yaml: OpenAPIDocument.bundled().text)
    }
}

@Suite("Documents that break a rule")
struct BrokenDocumentTests {
    private static let whole = """
        openapi: 3.1.0
        paths:
          /v1/things:
            post:
              operationId: createThing
              x-pledge-service: agreements
              x-pledge-roles: [admin]
              x-pledge-body-max-bytes: 16
              requestBody: {content: {application/json: {schema: {type: object}}}}
        """

    @Test("a whole one is read")
    func whole() throws {
        let operation = try #require(try OpenAPIDocument(text: Self.whole).operations.first)
        #expect(operation.bodyMaxBytes == 16)
        #expect(operation.bodyTypes == ["application/json"])
        #expect(operation.access == .roles([.admin]))
    }

    @Test(
        "is refused",
        arguments: [
            ("              operationId: createThing\n", "operationId"), ("agreements", "x-pledge-service"),
            ("[admin]", "role"), ("              x-pledge-body-max-bytes: 16\n", "x-pledge-body-max-bytes"),
        ])
    func broken(_ part: String, _ reason: String) throws {
        let replacement = part.contains(":") ? "" : part == "[admin]" ? "[emperor]" : "nobody"
        // The indentation of the literal is that of its closing quotes: lines begin eight columns earlier.
        let needle = part.contains("\n") ? String(part.dropFirst(8)) : part
        let text = Self.whole.replacing(needle, with: replacement)
        #expect(text != Self.whole)
        let error = #expect(throws: DocumentError.self) { try OpenAPIDocument(text: text) }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }
}
