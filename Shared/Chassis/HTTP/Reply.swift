import Contracts
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOCore

/// What a route answers.
public struct Reply: Sendable {
    /// Writes a body of unknown length, piece by piece.
    public typealias Stream = @Sendable (inout any ResponseBodyWriter) async throws -> Void

    /// The body.
    public enum Body: Sendable {
        /// No body.
        case none
        /// A body that is there as a whole.
        case bytes(Data)
        /// A body that is written as it comes into being; the writer is finished by the server.
        case stream(Stream)
    }

    /// The status.
    public var status: HTTPResponse.Status
    /// Header fields.
    public var headers: HTTPFields
    /// The body.
    public var body: Body

    /// An answer of any kind; prefer the named ones.
    public init(_ status: HTTPResponse.Status, headers: HTTPFields = [:], body: Body = .none) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// A value in JSON. With the version of what it shows it carries an ETag, and `If-None-Match` is answered by the server.
    ///
    /// - Throws: `EncodingError` when the value cannot be spelled in JSON.
    public static func json(_ value: some Encodable, status: HTTPResponse.Status = .ok, version: Int64? = nil) throws -> Reply {
        var reply = Reply(status, headers: [.contentType: "application/json"], body: .bytes(try PledgeJSON.encode(value)))
        if let version { reply.headers[.eTag] = ETag(version: version).description }
        return reply
    }

    /// 201 with the new thing and where it is.
    ///
    /// - Throws: `EncodingError` when the value cannot be spelled in JSON.
    public static func created(_ value: some Encodable, location: String, version: Int64? = nil) throws -> Reply {
        var reply = try Reply.json(value, status: .created, version: version)
        reply.headers[.location] = location
        return reply
    }

    /// 201 with the new thing as it is spelled in JSON already, and where it is.
    public static func created(json: String, location: String, version: Int64? = nil) -> Reply {
        let headers: HTTPFields = [.contentType: "application/json", .location: location]
        var reply = Reply(.created, headers: headers, body: .bytes(Data(json.utf8)))
        if let version { reply.headers[.eTag] = ETag(version: version).description }
        return reply
    }

    /// 202 with what has been taken on.
    ///
    /// - Throws: `EncodingError` when the value cannot be spelled in JSON.
    public static func accepted(_ value: some Encodable) throws -> Reply {
        try .json(value, status: .accepted)
    }

    /// 204.
    public static let noContent = Reply(.noContent)

    /// A list that comes whole.
    ///
    /// - Throws: `EncodingError` when an item cannot be spelled in JSON.
    public static func list(_ data: [some Encodable & Sendable], nextCursor: String? = nil) throws -> Reply {
        try .json(ListPage(data: data, nextCursor: nextCursor))
    }

    /// Bytes of any media type.
    public static func bytes(_ data: Data, type: String, status: HTTPResponse.Status = .ok) -> Reply {
        Reply(status, headers: [.contentType: type], body: .bytes(data))
    }

    /// Text of any media type.
    public static func text(_ text: String, type: String = "text/plain; charset=utf-8", status: HTTPResponse.Status = .ok)
        -> Reply
    {
        .bytes(Data(text.utf8), type: type, status: status)
    }

    /// A body that is written as it comes into being.
    public static func stream(type: String, _ write: @escaping Stream) -> Reply {
        Reply(.ok, headers: [.contentType: type], body: .stream(write))
    }

    /// The same answer with a further header field.
    public func with(_ name: HTTPField.Name, _ value: String) -> Reply {
        var reply = self
        reply.headers[name] = value
        return reply
    }
}
