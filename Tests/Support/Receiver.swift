import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOConcurrencyHelpers
import NIOCore

/// An endpoint of somebody's that is sent webhooks: it writes down what comes, and answers as the test says.
public final class Receiver: Sendable {
    /// What came.
    public struct Received: Sendable {
        /// The path that was asked for.
        public let path: String
        /// Header fields; names in lower case.
        public let headers: [String: String]
        /// The body as text.
        public let body: String

        /// A request.
        public init(path: String, headers: [String: String], body: String) {
            self.path = path
            self.headers = headers
            self.body = body
        }
    }

    private let state = NIOLockedValueBox([Received]())
    private let answer: @Sendable (Int, Received) async -> Response

    /// An endpoint.
    ///
    /// - Parameter answer: what it answers to the nth request, from 1.
    public init(_ answer: @escaping @Sendable (Int, Received) async -> Response = { _, _ in Response(status: .noContent) }) {
        self.answer = answer
    }

    /// What came, in order.
    public var received: [Received] { state.withLockedValue { $0 } }

    /// What came, once it is so many.
    public func received(_ count: Int) async throws -> [Received] {
        try await eventually("\(count) webhooks") {
            let received = self.received
            return received.count >= count ? received : nil
        }
    }

    /// Writes every request down, whatever its path.
    private struct Responder: HTTPResponder {
        let receiver: Receiver

        func respond(to request: Request, context: BasicRequestContext) async throws -> Response {
            var headers: [String: String] = [:]
            for field in request.headers { headers[field.name.canonicalName] = field.value }
            let bytes = try await request.body.collect(upTo: 2 << 20)
            let item = Received(path: request.uri.path, headers: headers, body: String(buffer: bytes))
            let count = receiver.state.withLockedValue { state in
                state.append(item)
                return state.count
            }
            return await receiver.answer(count, item)
        }
    }

    /// Listens on a free port while `body` runs, and gives it the URL.
    public func run(_ body: @escaping @Sendable (String) async throws -> Void) async throws {
        let ports = AsyncStream<Int>.makeStream()
        let application = Application(
            responder: Responder(receiver: self), configuration: .init(address: .hostname("127.0.0.1", port: 0)),
            onServerRunning: { ports.continuation.yield($0.localAddress?.port ?? 0) },
            logger: Logger(label: "receiver") { _ in SwiftLogNoOpLogHandler() })
        try await withThrowingTaskGroup(of: Void.self) { tasks in
            tasks.addTask { try? await application.run() }
            var iterator = ports.stream.makeAsyncIterator()
            guard let port = await iterator.next() else { throw SupportError("the receiver did not start") }
            defer { tasks.cancelAll() }
            try await body("http://127.0.0.1:\(port)")
        }
    }
}
