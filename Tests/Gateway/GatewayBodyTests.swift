import AsyncHTTPClient
import Contracts
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import Testing

@testable import Gateway

@Suite("Bodies through the gateway")
struct GatewayBodyTests {
    /// A body that comes in chunks, without an announced length.
    private func chunked(_ bytes: Int) -> HTTPClientRequest.Body {
        let piece = ByteBuffer(repeating: UInt8(ascii: "x"), count: 64 * 1024)
        let pieces = AsyncStream<ByteBuffer> { continuation in
            var left = bytes
            while left > 0 {
                continuation.yield(piece.getSlice(at: 0, length: min(left, piece.readableBytes)) ?? piece)
                left -= piece.readableBytes
            }
            continuation.finish()
        }
        return .stream(pieces, length: .unknown)
    }

    private let csv: HTTPHeaders = ["content-type": "text/csv"]

    @Test("a body up to its bound arrives whole, announced or in chunks")
    func whole() async throws {
        try await GatewayHarness.run { gateway in
            let token = try await gateway.token(.ingest)
            for size in [1, 65_536, 65_537, 1 << 20, 16 << 20] {
                let bytes = ByteBuffer(repeating: UInt8(ascii: "x"), count: size)
                #expect(
                    try await gateway.send(.POST, "/v1/measurements", token: token, headers: csv, body: .bytes(bytes)).status
                        == 200)
                #expect(
                    try await gateway.send(.POST, "/v1/measurements", token: token, headers: csv, body: chunked(size)).status
                        == 200)
                #expect(gateway.upstream.seen.suffix(2).map(\.body.readableBytes) == [size, size])
            }
        }
    }

    @Test("a body beyond its bound is 413, and the service takes no effect of it")
    func tooLarge() async throws {
        try await GatewayHarness.run { gateway in
            let token = try await gateway.token(.ingest, .admin)
            for body in [.bytes(ByteBuffer(repeating: 0, count: (16 << 20) + 1)), chunked((16 << 20) + 1)]
                as [HTTPClientRequest.Body]
            {
                let answer = try await gateway.send(.POST, "/v1/measurements", token: token, headers: csv, body: body)
                #expect(answer.status == 413)
                #expect(answer.problem == "too-large")
            }
            let small = try await gateway.send(
                .POST, "/v1/customers", token: token, body: .bytes(ByteBuffer(repeating: 0, count: 20_000)))
            #expect(small.status == 413)
            let none = try await gateway.send(.DELETE, "/v1/api-keys/key_1", token: token, body: .bytes(ByteBuffer(string: "x")))
            #expect(none.status == 413)
            #expect(gateway.upstream.seen.isEmpty, "no request was complete")
        }
    }

    @Test("a large answer streams through")
    func answers() async throws {
        let upstream = FakeUpstream { _ in
            .answer(
                Response(
                    status: .ok, headers: [.contentType: "application/json"],
                    body: ResponseBody { writer in
                        let piece = ByteBuffer(repeating: UInt8(ascii: "y"), count: 100_000)
                        for _ in 0..<100 { try await writer.write(piece) }
                        try await writer.finish(nil)
                    }))
        }
        try await GatewayHarness.run(upstream: upstream) { gateway in
            let answer = try await gateway.send(.GET, "/v1/customers", token: gateway.token(.admin))
            #expect(answer.status == 200)
            #expect(answer.body.count == 10_000_000)
        }
    }

    @Test("a service that refuses a body early is heard")
    func early() async throws {
        let upstream = FakeUpstream { _ in .answer(FakeUpstream.json("{}", status: .unsupportedMediaType)) }
        try await GatewayHarness.run(upstream: upstream) { gateway in
            let answer = try await gateway.send(
                .POST, "/v1/measurements", token: gateway.token(.ingest), headers: ["content-type": "image/png"],
                body: chunked(1 << 20))
            #expect(answer.status == 415)
        }
    }
}

@Suite("When services fail")
struct GatewayFailureTests {
    @Test("one that is away is 502 or 503 with when to try again, and names nothing inside")
    func away() async throws {
        try await GatewayHarness.run(["PLEDGE_SERVICES": "agreements=http://127.0.0.1:1"]) { gateway in
            let token = try await gateway.token(.admin)
            let answer = try await gateway.send(.GET, "/v1/customers", token: token)
            #expect(answer.status == 502)
            #expect(answer.problem == "bad-gateway")
            #expect(answer.headers.first(name: "retry-after") == "1")
            #expect(!answer.text.contains("127.0.0.1"))
            let unknown = try await gateway.send(.GET, "/v1/outages", token: token)
            #expect(unknown.status == 503)
        }
    }

    @Test("one that does not answer is 504")
    func slow() async throws {
        try await GatewayHarness.run(["PLEDGE_UPSTREAM_SECONDS": "1"], upstream: FakeUpstream { _ in .silence }) { gateway in
            let answer = try await gateway.send(.GET, "/v1/customers", token: gateway.token(.admin))
            #expect(answer.status == 504)
            #expect(answer.problem == "gateway-timeout")
            #expect(answer.headers.first(name: "retry-after") == "1")
        }
    }

    @Test("a broken connection is tried once more when nothing can happen twice")
    func retries() async throws {
        let calls = NIOLockedValueBox<[String: Int]>([:])
        let upstream = FakeUpstream { seen in
            let count = calls.withLockedValue { calls in
                calls[seen.method, default: 0] += 1
                return calls[seen.method] ?? 0
            }
            return count == 1 ? .hangUp : .answer(FakeUpstream.json("{}"))
        }
        try await GatewayHarness.run(upstream: upstream) { gateway in
            let token = try await gateway.token(.admin)
            #expect(try await gateway.send(.GET, "/v1/customers", token: token).status == 200)
            #expect(
                try await gateway.send(.POST, "/v1/customers", token: token, body: .bytes(ByteBuffer(string: "{}"))).status == 502
            )
            #expect(calls.withLockedValue { $0 } == ["GET": 2, "POST": 1])
        }
    }

    @Test("problems of a service pass as they are")
    func problems() async throws {
        let upstream = FakeUpstream { _ in
            .answer(
                Response(
                    status: .conflict, headers: [.contentType: "application/problem+json", .retryAfter: "7"],
                    body: .init(
                        byteBuffer: ByteBuffer(
                            string: #"{"status":409,"title":"x","type":"https://pledge.dev/problems/conflict"}"#))))
        }
        try await GatewayHarness.run(upstream: upstream) { gateway in
            let answer = try await gateway.send(.GET, "/v1/customers", token: gateway.token(.admin))
            #expect(answer.status == 409)
            #expect(answer.problem == "conflict")
            #expect(answer.headers.first(name: "retry-after") == "7")
        }
    }
}
