import Chassis
import Contracts
import HTTPTypes
import HummingbirdCore
import NIOCore

/// One request on its way through the gateway: what every part of it needs to know.
struct Exchange: Sendable {
    /// The request as it came.
    let request: Request
    /// The path, as it was sent.
    let path: Substring
    /// The query, as it was sent, without the question mark.
    let query: Substring?
    /// The client's address.
    let address: String
    /// Names the request.
    let requestID: String
    /// The trace that the client began, or a new one; this process's part of it.
    let traceparent: Traceparent
    /// The trace's further fields, passed on with a valid `traceparent` alone.
    let tracestate: String?
    /// The connection.
    let channel: any Channel

    init(_ request: Request, channel: any Channel) {
        self.request = request
        self.channel = channel
        let target = request.head.path ?? "/"
        if let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) {
            path = target[..<mark]
            query = target[target.utf8.index(after: mark)...]
        } else {
            path = target[...]
            query = nil
        }
        address = channel.remoteAddress?.ipAddress ?? "local"
        requestID = RequestID.choose(request.headers)
        let given = request.headers[values: .traceparent]
        let parent = given.count == 1 ? Traceparent(given[0]) : nil
        traceparent = parent?.child() ?? Traceparent()
        tracestate = parent == nil ? nil : request.headers[.tracestate]
    }

    /// The announced length of the body; nil when there is none or it comes in chunks.
    var announcedLength: Int? { request.headers[.contentLength].flatMap { Int($0) } }

    /// Whether a body comes with the request.
    var hasBody: Bool { (announcedLength ?? 0) > 0 || request.headers[.transferEncoding] != nil }
}
