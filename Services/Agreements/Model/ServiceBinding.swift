import Contracts
import Terms

/// Binds the service keys of a document to the tenant's services.
enum ServiceBinding {
    /// A service of the catalogue, as far as binding needs it.
    struct Known: Sendable {
        let id: ServiceID
        let key: String
        let components: Set<String>
    }

    /// The ids by key.
    ///
    /// - Throws: 422 naming every place in the document whose service, or part of one, the tenant does not have.
    static func bind(_ document: AgreementDocument, to known: [Known]) throws(Problem) -> [String: ServiceID] {
        let byKey = Dictionary(known.map { ($0.key, $0) }) { first, _ in first }
        var errors: [FieldError] = []
        for (index, service) in document.services.enumerated() {
            let place = document.node["services"]?.element(index)
            guard let found = byKey[service.key] else {
                errors.append(
                    error(
                        "#/services/\(index)/key", place?["key"],
                        "names the service \(service.key), which the catalogue does not have"))
                continue
            }
            // A part that the service can do without need not be measured in it.
            for (part, component) in service.parts.enumerated()
            where component.isCore && !found.components.contains(component.key) {
                errors.append(
                    error(
                        "#/services/\(index)/parts/\(part)/key", place?["parts"]?.element(part)?["key"],
                        "names the component \(component.key), which the service \(service.key) does not have"))
            }
        }
        guard errors.isEmpty else { throw .validation(errors) }
        return byKey.filter { key, _ in document.services.contains { $0.key == key } }.mapValues(\.id)
    }

    private static func error(_ pointer: String, _ node: Node?, _ detail: String) -> FieldError {
        FieldError(pointer: pointer, detail: "the document \(detail)", line: node?.place?.line, column: node?.place?.column)
    }
}

extension Node {
    /// An element of a list.
    fileprivate func element(_ index: Int) -> Node? {
        guard case .list(let nodes) = value, nodes.indices.contains(index) else { return nil }
        return nodes[index]
    }
}
