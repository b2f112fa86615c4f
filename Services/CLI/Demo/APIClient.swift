import AsyncHTTPClient
import Foundation
import Hosting
import NIOCore
import NIOHTTP1
import Terms

/// Speaks to a running stack the way everybody does: through its public API, with an API key.
struct APIClient: Sendable {
    /// An answer, with its body read.
    struct Answer: Sendable {
        let status: Int
        let etag: String?
        let body: Data

        /// Whether it did what was asked for.
        var isSuccess: Bool { 200..<300 ~= status }

        /// The body as a document; null when there is none.
        var document: Node { (try? Node(json: body)) ?? Node(.null) }
    }

    private static let timeout = TimeAmount.seconds(60)
    private static let answerBytesMaximum = 16 << 20

    /// "http://127.0.0.1:7300"
    let base: String
    /// The API key that every request carries.
    let key: String

    /// Sends a request and reads the answer, whatever its status.
    func send(
        _ method: String, _ path: String, body: Data? = nil, type: String = "application/json", idempotencyKey: String? = nil,
        ifMatch: String? = nil
    ) async throws -> Answer {
        var request = HTTPClientRequest(url: base + path)
        request.method = HTTPMethod(rawValue: method)
        request.headers.add(name: "Authorization", value: "Bearer \(key)")
        if let idempotencyKey { request.headers.add(name: "Idempotency-Key", value: "\"\(idempotencyKey)\"") }
        if let ifMatch { request.headers.add(name: "If-Match", value: ifMatch) }
        if let body {
            request.headers.add(name: "Content-Type", value: type)
            request.body = .bytes(ByteBuffer(bytes: body))
        }
        do {
            let response = try await HTTPClient.shared.execute(request, timeout: Self.timeout)
            let buffer = try await response.body.collect(upTo: Self.answerBytesMaximum)
            return Answer(
                status: Int(response.status.code), etag: response.headers.first(name: "ETag"),
                body: Data(buffer.readableBytesView))
        } catch let error where !(error is CancellationError) {
            throw HostingError(.notReady, "\(base) gave no answer: \(error)")
        }
    }

    /// Reads a resource.
    ///
    /// - Throws: `HostingError` with the answer unless it is 200.
    func get(_ path: String) async throws -> Node {
        let answer = try await send("GET", path)
        guard answer.status == 200 else { throw Self.refusal("GET", path, answer) }
        return answer.document
    }

    /// Makes something.
    ///
    /// - Throws: `HostingError` with the answer unless it is a success.
    func post(_ path: String, _ body: String, idempotencyKey: String? = nil) async throws -> Node {
        let answer = try await send("POST", path, body: Data(body.utf8), idempotencyKey: idempotencyKey)
        guard answer.isSuccess else { throw Self.refusal("POST", path, answer) }
        return answer.document
    }

    /// The id of the first of a list that `filter` narrows down; made from `body` when there is none.
    func findOrMake(_ path: String, _ filter: String, _ body: String) async throws -> String {
        let known = try await get(path + filter).text(at: "data.0.id")
        if let id = known { return id }
        return try await post(path, body).text(at: "id") ?? ""
    }

    /// What is said when an answer is not the one that was wanted.
    static func refusal(_ method: String, _ path: String, _ answer: Answer) -> HostingError {
        HostingError(
            .statement,
            "\(method) \(path) was answered with \(answer.status): \(String(decoding: answer.body.prefix(2000), as: UTF8.self))")
    }
}
