import AsyncHTTPClient
import Chassis
import Contracts
import HTTPTypes
import HummingbirdCore
import NIOCore
import NIOHTTP1

/// Sends a request on to the service that owns it, and its answer back.
struct Forwarding: Sendable {
    let upstreams: Upstreams

    /// Forwards.
    /// - Parameters:
    ///   - authorization: what proves to the service who calls; nil when nothing needs to.
    /// - Throws: 413, 408, 400, 502 or 504.
    func respond(_ exchange: Exchange, to operation: APIOperation, authorization: String?) async throws -> Response {
        let call = Upstreams.Call(
            service: operation.service, method: HTTPMethod(rawValue: exchange.request.method.rawValue),
            target: exchange.request.head.path ?? "/", headers: requestHeaders(exchange, authorization: authorization))
        let maximum = operation.bodyMaxBytes ?? 0
        let length = exchange.announcedLength
        if let length, length > maximum { throw try await refuse(exchange, length: length, maximumBytes: maximum) }
        guard exchange.hasBody else { return try await answer(upstreams.send(call), exchange, isConnectionUsable: true) }
        ExpectContinue.meet(exchange.request.headers, on: exchange.channel)
        if let length, length <= Upstreams.wholeBodyBytes {
            let body = try await whole(exchange.request.body, length: length)
            return try await answer(upstreams.send(call, body: body), exchange, isConnectionUsable: true)
        }
        let (response, isWhole) = try await upstreams.send(
            call, streaming: exchange.request.body, length: length, maximumBytes: maximum)
        return try await answer(response, exchange, isConnectionUsable: isWhole)
    }

    /// 413 for a body whose announced length is too large; read and dropped first where the client is likely to wait for that.
    private func refuse(_ exchange: Exchange, length: Int, maximumBytes: Int) async throws -> Problem {
        // Who asks first whether to send the body has not sent it.
        guard length <= RefusedBody.drainedBytes, exchange.request.headers[.expect] == nil else {
            return .tooLarge(maximumBytes: maximumBytes)
        }
        let body = exchange.request.body
        try await Deadline.run(seconds: upstreams.bodySeconds, otherwise: .requestTimeout) { try await RefusedBody.drain(body) }
        return .tooLargeButRead(maximumBytes: maximumBytes)
    }

    private func whole(_ body: RequestBody, length: Int) async throws -> ByteBuffer {
        try await Deadline.run(seconds: upstreams.bodySeconds, otherwise: .requestTimeout) {
            var whole = ByteBuffer()
            for try await var piece in body {
                if whole.readableBytes == 0 { whole = piece } else { whole.writeBuffer(&piece) }
            }
            guard whole.readableBytes == length else { throw Problem.truncatedBody }
            return whole
        }
    }

    private func requestHeaders(_ exchange: Exchange, authorization: String?) -> HTTPHeaders {
        let fields = exchange.request.headers
        let named = HeaderRules.connectionNames(fields[values: .connection])
        var headers = HTTPHeaders()
        headers.reserveCapacity(fields.count + 4)
        for field in fields where HeaderRules.passesRequest(field.name.canonicalName, connection: named) {
            headers.add(name: field.name.canonicalName, value: field.value)
        }
        headers.add(name: "traceparent", value: exchange.traceparent.description)
        if let tracestate = exchange.tracestate { headers.add(name: "tracestate", value: tracestate) }
        headers.add(name: "x-request-id", value: exchange.requestID)
        if let authorization { headers.add(name: "authorization", value: authorization) }
        return headers
    }

    private func answer(
        _ upstream: HTTPClientResponse, _ exchange: Exchange, isConnectionUsable: Bool
    ) async throws -> Response {
        var headers = HTTPFields()
        let named = HeaderRules.connectionNames(upstream.headers["connection"])
        for (name, value) in upstream.headers {
            let name = name.lowercased()
            guard HeaderRules.passesResponse(name, connection: named), let field = HTTPField.Name(name) else { continue }
            headers.append(HTTPField(name: field, value: value))
        }
        if !isConnectionUsable { headers[.connection] = "close" }
        let status = HTTPResponse.Status(code: Int(upstream.status.code))
        let length = upstream.headers.first(name: "content-length").flatMap { Int($0) }
        if exchange.request.method == .head || status.code == 204 || status.code == 304 {
            if exchange.request.method == .head, let length { headers[.contentLength] = String(length) }
            return Response(status: status, headers: headers)
        }
        if let length, length <= Upstreams.wholeAnswerBytes {
            let body: ByteBuffer
            do {
                body = try await upstream.body.collect(upTo: Upstreams.wholeAnswerBytes)
            } catch {
                throw Problem.badGateway("the service broke off its answer").with(header: "retry-after", "1")
            }
            return Response(status: status, headers: headers, body: ResponseBody(byteBuffer: body))
        }
        return Response(
            status: status, headers: headers,
            body: ResponseBody(contentLength: length) { writer in
                for try await piece in upstream.body { try await writer.write(piece) }
                try await writer.finish(nil)
            })
    }
}
