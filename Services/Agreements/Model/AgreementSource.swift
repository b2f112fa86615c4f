import Contracts
import Foundation
import Terms

/// An agreement as its author sent it, read: the text is kept byte for byte beside what it says.
struct AgreementSource: Sendable {
    /// The media types that are taken.
    static let mediaTypes = ["application/yaml", "text/yaml", "application/json"]

    /// The author's text.
    let text: String
    /// `application/yaml` or `application/json`.
    let mediaType: String
    /// What it says.
    let document: AgreementDocument

    /// Reads a body.
    ///
    /// - Parameter key: the agreement's key, which the document must carry; nil where it may carry any.
    /// - Throws: 400 when it is no text; 422 with everything that is wrong, each with pointer, line and column.
    init(_ bytes: Data, contentType: String, of key: String? = nil) throws {
        guard let text = String(validating: bytes, as: UTF8.self), !text.unicodeScalars.contains("\0") else {
            throw Problem.malformedBody("an agreement is UTF-8 text without NUL characters")
        }
        self.text = text
        mediaType = contentType.lowercased().hasPrefix("application/json") ? "application/json" : "application/yaml"
        let node: Node =
            if mediaType == "application/json" { try Node(json: bytes, limits: AgreementYAML.limits) } else {
                try AgreementYAML.node(bytes)
            }
        document = try AgreementDocument(node)
        if let key, document.key != key {
            throw Problem.validation(
                NodeProblems([
                    NodeProblem(pointer: "#/key", place: node["key"]?.place, detail: "must be \(key), the key of the agreement")
                ]))
        }
        guard node.json.utf8.count <= Bounds.agreementBytes else {
            throw Problem.validation("#", "is larger than \(Bounds.agreementBytes) bytes as JSON")
        }
    }
}
