import AsyncHTTPClient
import Foundation
import Hosting
import NIOCore
import NIOHTTP1

/// Speaks to a running stack the way everybody does: through its public API, with an API key.
struct APIClient: Sendable {
    /// An answer, with its body read.
    struct Answer: Sendable {
        let status: Int
        let body: Data

        /// Decodes the body; members are in snake case.
        func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
            let decoder = JSONDecoder()
            decoder.keyDecodingStrategy = .convertFromSnakeCase
            return try decoder.decode(type, from: body)
        }
    }

    /// A list's page.
    struct Page<Item: Decodable>: Decodable {
        var data: [Item]
    }

    private static let timeout = TimeAmount.seconds(60)
    private static let answerBytesMaximum = 16 << 20

    /// "http://127.0.0.1:7300"
    let base: String
    /// The API key that every request carries.
    let key: String

    /// Sends a request and reads the answer, whatever its status.
    func send(
        _ method: String, _ path: String, body: Data? = nil, type: String = "application/json", idempotencyKey: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: base + path)
        request.method = HTTPMethod(rawValue: method)
        request.headers.add(name: "Authorization", value: "Bearer \(key)")
        if let idempotencyKey { request.headers.add(name: "Idempotency-Key", value: "\"\(idempotencyKey)\"") }
        if let body {
            request.headers.add(name: "Content-Type", value: type)
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        let response = try await HTTPClient.shared.execute(request, timeout: Self.timeout)
        let buffer = try await response.body.collect(upTo: Self.answerBytesMaximum)
        return Answer(status: Int(response.status.code), body: Data(buffer.readableBytesView))
    }

    /// Reads a resource.
    ///
    /// - Throws: `HostingError` with the answer unless it is 200.
    func get<Value: Decodable>(_ path: String, as type: Value.Type) async throws -> Value {
        let answer = try await send("GET", path)
        guard answer.status == 200 else { throw Self.refusal("GET", path, answer) }
        return try answer.decode(type)
    }

    /// Makes something.
    ///
    /// - Throws: `HostingError` with the answer unless it is a success.
    func post<Value: Decodable>(
        _ path: String, _ body: Data, type contentType: String = "application/json", idempotencyKey: String? = nil,
        as type: Value.Type
    ) async throws -> Value {
        let answer = try await send("POST", path, body: body, type: contentType, idempotencyKey: idempotencyKey)
        guard 200..<300 ~= answer.status else { throw Self.refusal("POST", path, answer) }
        return try answer.decode(type)
    }

    private static func refusal(_ method: String, _ path: String, _ answer: Answer) -> HostingError {
        HostingError(
            .statement,
            "\(method) \(path) was answered with \(answer.status): \(String(decoding: answer.body.prefix(2000), as: UTF8.self))")
    }
}
