import Foundation
import Yams

/// The OpenAPI document of the public API, as it is served and as the gateway routes by it.
public struct OpenAPIDocument: Sendable {
    /// The document's bytes, exactly as written.
    public let text: String
    /// Every operation of the public port, sorted by path and method.
    public let operations: [APIOperation]
    /// The operations of the inner port of every service (`x-pledge-port: ops`); never routed to by the gateway.
    public let innerOperations: [APIOperation]

    /// Reads the document that is part of this module.
    /// - Throws: `DocumentError` when it is missing or breaks one of the rules that routing relies on.
    public static func bundled() throws -> OpenAPIDocument {
        try OpenAPIDocument(text: DocumentResource.text(named: "openapi"))
    }

    /// Reads a document.
    /// - Parameter text: YAML.
    /// - Throws: `DocumentError` naming the operation and what is wrong with it.
    public init(text: String) throws {
        guard let root = try Yams.compose(yaml: text), let paths = root["paths"]?.mapping else {
            throw DocumentError("the document has no paths")
        }
        var outer: [APIOperation] = []
        var inner: [APIOperation] = []
        for (key, item) in paths {
            guard let path = key.string, let methods = item.mapping else { throw DocumentError("a path is not a mapping") }
            for (name, operation) in methods {
                guard let method = name.string, Self.methods.contains(method) else { continue }
                let reader = OperationReader(root: root, path: path, method: method, item: item, operation: operation)
                if operation["x-pledge-port"]?.string == "ops" {
                    inner.append(try reader.read())
                } else {
                    outer.append(try reader.read())
                }
            }
        }
        self.text = text
        operations = outer.sorted { ($0.path, $0.method) < ($1.path, $1.method) }
        innerOperations = inner.sorted { ($0.path, $0.method) < ($1.path, $1.method) }
        guard Set((outer + inner).map(\.id)).count == outer.count + inner.count else {
            throw DocumentError("an operationId stands twice")
        }
    }

    private static let methods: Set<String> = ["get", "put", "post", "delete", "patch", "head", "options"]
}

/// What is wrong with a document.
public struct DocumentError: Error, CustomStringConvertible, Equatable {
    /// The place and the reason, for a developer.
    public let description: String

    init(_ description: String) {
        self.description = description
    }
}

/// The documents that are part of this module.
public enum DocumentResource {
    /// The text of `Documents/<name>.yaml`.
    /// - Throws: `DocumentError` when the module was built without it.
    public static func text(named name: String) throws -> String {
        guard let url = Bundle.module.url(forResource: name, withExtension: "yaml", subdirectory: "Documents") else {
            throw DocumentError("Documents/\(name).yaml is missing from the module's resources")
        }
        return try String(contentsOf: url, encoding: .utf8)
    }
}
