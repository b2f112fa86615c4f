import Contracts
import Foundation
import HTTPTypes
import NIOCore
import Terms

/// A request that has passed the route's checks: token, role, query names, media type, size, and JSON.
public struct APIRequest: Sendable {
    /// The method.
    public let method: HTTPRequest.Method
    /// The path and query as they came.
    public let target: String
    /// The template of the route that matched.
    public let route: String
    /// Header fields.
    public let headers: HTTPFields
    /// Who asks.
    public let caller: Caller
    /// Identifies the request in logs and in the answer.
    public let requestID: String
    /// The trace that the request belongs to, this service's part of it.
    public let traceparent: Traceparent
    /// The query parameters.
    public let query: QueryReader
    /// The body as it came; empty when there is none.
    public let bytes: ByteBuffer
    /// The body as a document tree; ``Node/null`` unless the route reads JSON.
    public let document: Node

    let parameters: [String: String]

    /// A request; made by the server, and by tests.
    public init(
        method: HTTPRequest.Method, target: String, route: String, headers: HTTPFields = [:], caller: Caller, requestID: String,
        traceparent: Traceparent, query: QueryReader, bytes: ByteBuffer = ByteBuffer(), document: Node,
        parameters: [String: String]
    ) {
        self.method = method
        self.target = target
        self.route = route
        self.headers = headers
        self.caller = caller
        self.requestID = requestID
        self.traceparent = traceparent
        self.query = query
        self.bytes = bytes
        self.document = document
        self.parameters = parameters
    }

    /// The tenant in which everything happens, as the database knows it.
    public var tenant: TenantID { caller.tenant }

    /// An id in the path: `let id: CustomerID = try request.id("id")`.
    ///
    /// - Throws: 404 when the text is no such id: a thing with a malformed id does not exist.
    public func id<Kind: IDKind>(_ name: String = "id") throws(Problem) -> ID<Kind> {
        guard let text = parameters[name], let id = ID<Kind>(text) else { throw .notFound() }
        return id
    }

    /// A text in the path, percent-decoded.
    ///
    /// - Throws: 404 when the template has no such part.
    public func text(_ name: String) throws(Problem) -> String {
        guard let text = parameters[name] else { throw .notFound() }
        return text
    }

    /// A whole number in the path.
    ///
    /// - Throws: 404 when the text is not a whole number.
    public func int(_ name: String) throws(Problem) -> Int {
        guard let text = parameters[name], let number = Int(text), String(number) == text else { throw .notFound() }
        return number
    }

    /// Reads the JSON body; whatever is wrong with it is reported at once, unknown members included.
    ///
    ///     let new = try request.read { body in NewCustomer(name: body["name"].text()) }
    ///
    /// - Throws: 422 with every error that the reader noted.
    public func read<Value>(_ read: (NodeReader) -> Value) throws(Problem) -> Value {
        do {
            return try document.read(read)
        } catch {
            throw .validation(error)
        }
    }
}
