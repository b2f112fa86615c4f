import Contracts
import Crypto
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore

/// The API's and the events' documents, as they are served.
struct Documents: Sendable {
    private struct Document: Sendable {
        let body: ByteBuffer
        let tag: String

        init(_ text: String) {
            body = ByteBuffer(string: text)
            let digest = SHA256.hash(data: Data(text.utf8)).prefix(8)
            tag = "\"\(digest.map { String($0 >> 4, radix: 16) + String($0 & 15, radix: 16) }.joined())\""
        }
    }

    private let documents: [String: Document]

    /// - Parameters:
    ///   - openAPI: the text of `/openapi.yaml`.
    ///   - asyncAPI: the text of `/asyncapi.yaml`.
    init(openAPI: String, asyncAPI: String) {
        documents = ["/openapi.yaml": Document(openAPI), "/asyncapi.yaml": Document(asyncAPI)]
    }

    /// Answers with a document.
    /// - Throws: 404 for a path that is not a document's; 400 for a query, 413 for a body.
    func respond(_ exchange: Exchange) throws(Problem) -> Response {
        guard let document = documents[String(exchange.path)] else { throw .notFound("path") }
        try exchange.expectNothingMore()
        var headers = HTTPFields()
        headers[.eTag] = document.tag
        headers[.cacheControl] = "public, max-age=300"
        if exchange.request.headers[.ifNoneMatch] == document.tag { return Response(status: .notModified, headers: headers) }
        headers[.contentType] = "application/yaml; charset=utf-8"
        if exchange.request.method == .head {
            headers[.contentLength] = String(document.body.readableBytes)
            return Response(status: .ok, headers: headers)
        }
        return Response(status: .ok, headers: headers, body: ResponseBody(byteBuffer: document.body))
    }
}
