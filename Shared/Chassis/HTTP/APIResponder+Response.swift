import Contracts
import HTTPTypes
import HummingbirdCore
import NIOCore

extension APIResponder {
    /// How long a client whose body was refused may go on sending before its connection is cut.
    private static let refusedBodyGrace = TimeAmount.seconds(5)

    /// The answer as it goes out.
    func response(_ reply: Reply, request: Request, exchange: Exchange, channel: any Channel) -> Response {
        var headers = reply.headers
        headers[.xRequestID] = exchange.requestID
        headers[.xContentTypeOptions] = "nosniff"
        // What a caller may see is for the caller alone, and is to be asked for again.
        if headers[.cacheControl] == nil { headers[.cacheControl] = "private, no-cache" }
        if reply.status == .contentTooLarge { cut(channel) }
        let body: ResponseBody
        switch reply.body {
        case .none: body = ResponseBody()
        case .bytes(let data): body = ResponseBody(byteBuffer: ByteBuffer(bytes: data))
        case .stream(let write):
            body = ResponseBody { writer in
                try await write(&writer)
                try await writer.finish(nil)
            }
        }
        let response = Response(status: reply.status, headers: headers, body: body)
        return request.method == .head ? response.createHeadResponse() : response
    }

    /// The rest of the body is read and dropped, so that the client gets to see the answer; but not for ever.
    private func cut(_ channel: any Channel) {
        channel.eventLoop.scheduleTask(in: Self.refusedBodyGrace) { channel.close(promise: nil) }
    }
}

/// What identifies a request.
struct Exchange {
    let requestID: String
    let traceparent: Traceparent

    init(_ request: Request) {
        requestID = Self.requestID(request.headers[.xRequestID])
        let parents = request.headers[values: .traceparent]
        let parent = parents.count == 1 ? Traceparent(parents[0]) : nil
        traceparent = parent?.child() ?? Traceparent()
    }

    /// The client's id when it is harmless, or a new one.
    private static func requestID(_ given: String?) -> String {
        if let given, (1...64).contains(given.utf8.count),
            given.utf8.allSatisfy({
                (48...57).contains($0) || (65...90).contains($0) || (97...122).contains($0) || $0 == 45 || $0 == 95
            })
        {
            return given
        }
        return "req_" + CrockfordBase32.encode(UUIDv7.make())
    }
}
