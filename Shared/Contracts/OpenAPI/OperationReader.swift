import Yams

/// Reads one operation of an OpenAPI document, resolving references to parameters and request bodies.
struct OperationReader {
    let root: Node
    let path: String
    let method: String
    let item: Node
    let operation: Node

    func read() throws -> APIOperation {
        guard let id = operation["operationId"]?.string else { throw error("has no operationId") }
        guard let service = operation["x-pledge-service"]?.string.flatMap(ServiceName.init(rawValue:)) else {
            throw error("names no known x-pledge-service")
        }
        let body = try operation["requestBody"].map(resolve)
        let bound = operation["x-pledge-body-max-bytes"]?.int
        guard (body == nil) == (bound == nil) else { throw error("must have both a requestBody and x-pledge-body-max-bytes") }
        let types = body?["content"]?.mapping.map { $0.keys.compactMap(\.string) } ?? []
        return APIOperation(
            id: id, method: method.uppercased(), path: path, service: service, access: try access(),
            bodyMaxBytes: bound, bodyTypes: types, queryParameters: try queryParameters())
    }

    private func access() throws -> APIOperation.Access {
        guard let names = operation["x-pledge-roles"]?.sequence?.compactMap(\.string) else {
            throw error("has no x-pledge-roles")
        }
        if names.isEmpty { return .anyone }
        if names == ["api-key"] { return .apiKey }
        let roles = names.compactMap(Role.init(rawValue:))
        guard roles.count == names.count else { throw error("names an unknown role") }
        return .roles(Set(roles))
    }

    private func queryParameters() throws -> Set<String> {
        let nodes =
            (item["parameters"]?.sequence.map(Array.init) ?? []) + (operation["parameters"]?.sequence.map(Array.init) ?? [])
        return Set(
            try nodes.map(resolve).compactMap { $0["in"]?.string == "query" ? $0["name"]?.string : nil })
    }

    /// Follows a `$ref` inside the document; anything else is itself.
    private func resolve(_ node: Node) throws -> Node {
        guard let reference = node["$ref"]?.string else { return node }
        guard reference.hasPrefix("#/") else { throw error("refers outside of the document: \(reference)") }
        var target = root
        for key in reference.dropFirst(2).split(separator: "/") {
            guard let next = target[String(key)] else { throw error("refers to nothing: \(reference)") }
            target = next
        }
        return target
    }

    private func error(_ reason: String) -> DocumentError {
        DocumentError("\(method.uppercased()) \(path) \(reason)")
    }
}
