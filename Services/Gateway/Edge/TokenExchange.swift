import AsyncHTTPClient
import Chassis
import Contracts
import Crypto
import Foundation
import NIOCore
import NIOHTTP1
import Terms

/// Exchanges API keys for short-lived tokens at the service that knows them, and remembers the answers: a client may send its
/// key with every request and costs one exchange every few minutes. Keys are remembered by their hash alone.
actor TokenExchange {
    /// Keys remembered; more than any installation has at work at a time.
    private static let capacity = 5000
    /// A token is not used in its last seconds: it must still hold when the service behind verifies it.
    private static let marginSeconds: Int64 = 30
    /// How long a refused key stays refused without being asked about.
    private static let refusalSeconds: Int64 = 5
    /// The largest answer in bytes that is read.
    private static let maximumAnswerBytes = 16 * 1024

    private enum Answer: Sendable {
        case token(String, until: Instant)
        case refused(until: Instant)
    }

    private struct TokenAnswer: Decodable {
        let accessToken: String
        let expiresIn: Int64
    }

    private let upstreams: Upstreams
    private let clock: any PledgeClock
    private var answers = GenerationalCache<Data, Answer>(capacity: TokenExchange.capacity)
    private var running: [Data: Task<Answer, any Error>] = [:]

    init(upstreams: Upstreams, clock: any PledgeClock) {
        self.upstreams = upstreams
        self.clock = clock
    }

    /// The token for a key.
    /// - Throws: 401 when the key is not accepted; 502, 503 or 504 when nobody can say.
    func token(for key: String, traceparent: Traceparent, requestID: String) async throws -> String {
        let name = Data(SHA256.hash(data: Data(key.utf8)))
        let answer: Answer
        if let known = answers.value(name), isCurrent(known) {
            answer = known
        } else {
            // One exchange for all requests that wait for the same key.
            let task = running[name] ?? Task { try await self.exchange(key, traceparent, requestID) }
            running[name] = task
            defer { running[name] = nil }
            answer = try await task.value
            answers.insert(name, answer)
        }
        switch answer {
        case .token(let token, _): return token
        case .refused: throw Problem.unauthorized("the API key is not accepted")
        }
    }

    private func isCurrent(_ answer: Answer) -> Bool {
        switch answer {
        case .token(_, let until), .refused(let until): clock.now < until
        }
    }

    private func exchange(_ key: String, _ traceparent: Traceparent, _ requestID: String) async throws -> Answer {
        let call = Upstreams.Call(
            service: .agreements, method: .POST, target: "/v1/tokens",
            headers: ["authorization": "Bearer \(key)", "traceparent": traceparent.description, "x-request-id": requestID])
        let response = try await upstreams.send(call)
        let body = try await response.body.collect(upTo: Self.maximumAnswerBytes)
        switch response.status {
        case .ok:
            let answer = try PledgeJSON.decode(TokenAnswer.self, from: Data(body.readableBytesView))
            return .token(answer.accessToken, until: clock.now.advanced(by: max(0, answer.expiresIn - Self.marginSeconds)))
        case .unauthorized, .forbidden, .badRequest:
            return .refused(until: clock.now.advanced(by: Self.refusalSeconds))
        case .tooManyRequests, .serviceUnavailable:
            throw Problem.unavailable("the API key cannot be checked now")
        default:
            throw Problem.badGateway("the API key cannot be checked now").with(header: "retry-after", "1")
        }
    }
}
