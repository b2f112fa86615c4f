import Contracts
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import TestSupport
import Testing

@testable import Gateway

@Suite("Clients that ask before they send a body")
struct GatewayExpectTests {
    private func ask(_ gateway: GatewayHarness, _ path: String, _ body: String) async throws -> (
        isSuccess: Bool, transcript: String
    ) {
        let token = try await gateway.token(.ingest, .admin)
        return try await Curl.askingFirst(
            "http://127.0.0.1:\(gateway.port)\(path)", headers: ["Authorization: Bearer \(token)", "Content-Type: text/csv"],
            body: body)
    }

    @Test("are told to go on, whether the body is taken whole or streamed")
    func wanted() async throws {
        try await GatewayHarness.run { gateway in
            for size in [1_000, 100_000] {
                let answer = try await ask(gateway, "/v1/measurements", String(repeating: "x", count: size))
                #expect(answer.isSuccess)
                #expect(answer.transcript.contains("< HTTP/1.1 100 Continue"), "\(answer.transcript.prefix(2_000))")
                #expect(answer.transcript.contains("< HTTP/1.1 200 OK"))
                #expect(gateway.upstream.seen.last?.body.readableBytes == size)
                #expect(gateway.upstream.seen.last?.headers[.expect] == nil)
            }
        }
    }

    @Test("are refused without it")
    func refused() async throws {
        try await GatewayHarness.run { gateway in
            let large = try await ask(gateway, "/v1/customers", String(repeating: "x", count: 20_000))
            #expect(large.isSuccess)
            #expect(large.transcript.contains("< HTTP/1.1 413"), "\(large.transcript.prefix(2_000))")
            #expect(!large.transcript.contains("100 Continue"))
            #expect(gateway.upstream.seen.isEmpty)
        }
    }
}
