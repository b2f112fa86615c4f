import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// The OpenAPI document as a judge of answers: everything that comes back must be described.
struct DocumentedAPI: Sendable {
    let operations: [APIOperation]
    let table: RoutingTable
    let schema: JSONSchema

    init() throws {
        let document = try OpenAPIDocument.bundled()
        operations = document.operations
        table = try RoutingTable(document.operations)
        schema = try JSONSchema(yaml: document.text)
    }

    /// The description of an operation.
    func described(_ operation: APIOperation) -> Node? {
        schema.document["paths"]?[operation.path]?[operation.method.lowercased()]
    }

    /// What the document does not allow about an answer; empty when it is as described.
    func complaints(_ method: String, _ target: String, _ answer: Answer) -> [String] {
        let path = target.prefix { $0 != "?" }
        guard case .operation(let operation) = table.match(method: method, path: path), let described = described(operation)
        else {
            return answer.status == 404 || answer.status == 405 ? [] : ["nothing is described at \(method) \(path)"]
        }
        guard let response = described["responses"]?[String(answer.status)].flatMap(schema.resolve) else {
            return ["\(operation.id) does not describe \(answer.status)"]
        }
        guard method != "HEAD", let content = response["content"]?.members else { return [] }
        let type = answer.headers["content-type"]?.prefix { $0 != ";" }.description ?? ""
        guard let media = content.first(where: { $0.key == type })?.node else {
            return ["\(operation.id) does not describe \(type) with \(answer.status)"]
        }
        guard type.hasSuffix("json"), let expected = media["schema"] else { return [] }
        guard let value = try? answer.json() else { return ["\(operation.id): the body is not JSON"] }
        return schema.problems(value, expected).map { "\(operation.id) \(answer.status): \($0)" }
    }
}
