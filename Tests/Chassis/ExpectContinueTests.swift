import Contracts
import Foundation
import HTTPTypes
import NIOCore
import TestSupport
import Testing

@testable import Chassis

/// Clients that ask before they send a body get an answer, rather than wait for a second.
@Suite struct ExpectContinueTests {
    private static let routes = [
        Route(.post, "/v1/things", roles: [.admin], body: .json(maximumBytes: 1000)) { request in
            try .json(["bytes": request.bytes.readableBytes])
        }
    ]

    private func ask(_ server: TestServer, token: String?, body: String) async throws -> (isSuccess: Bool, transcript: String) {
        let authorization = token.map { ["Authorization: Bearer \($0)"] } ?? []
        return try await Curl.askingFirst(
            "http://127.0.0.1:\(server.port)/v1/things", headers: authorization + ["Content-Type: application/json"], body: body)
    }

    @Test func aBodyThatIsWantedIsAskedFor() async throws {
        try await TestServer.with(Self.routes) { server in
            let answer = try await ask(server, token: server.token(), body: #"{"name": "x"}"#)
            #expect(answer.isSuccess)
            #expect(answer.transcript.contains("< HTTP/1.1 100 Continue"), "\(answer.transcript)")
            #expect(answer.transcript.contains("< HTTP/1.1 200 OK"))
            #expect(answer.transcript.contains(#"{"bytes":13}"#))
        }
    }

    @Test func aRequestThatIsRefusedGetsItsFinalAnswerAtOnce() async throws {
        try await TestServer.with(Self.routes) { server in
            let large = try await ask(server, token: server.token(), body: String(repeating: " ", count: 1001))
            #expect(large.transcript.contains("< HTTP/1.1 413"), "\(large.transcript)")
            let stranger = try await ask(server, token: nil, body: "{}")
            #expect(stranger.transcript.contains("< HTTP/1.1 401"), "\(stranger.transcript)")
            for answer in [large, stranger] {
                #expect(answer.isSuccess)
                #expect(!answer.transcript.contains("100 Continue"))
            }
        }
    }
}
