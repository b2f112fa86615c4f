import Contracts
import Foundation
import Hosting

/// The dead letters of one service of a running stack, over its inner port, with the installation's own token.
struct DeadLetterBox: Sendable {
    private let service: ServiceWithEvents
    private let client: APIClient

    /// - Throws: a message when no stack runs.
    init(_ stack: StackOptions, _ service: ServiceWithEvents) throws {
        self.service = service
        let running = try stack.running()
        let layout = stack.layout(base: running.base, configuration: running.configuration)
        client = APIClient(
            base: "http://127.0.0.1:\(layout.ports.service(service.name))",
            key: try Secrets(folder: layout.secrets).secret("internal-token"))
    }

    /// All of them, oldest first, read page by page.
    func letters() -> AsyncThrowingStream<DeadLetterResource, any Error> {
        let (pages, first) = (self, InternalRoutes.deadLetters)
        return AsyncThrowingStream { continuation in
            let reading = Task {
                do {
                    var path: String? = first
                    while let next = path {
                        let page = try await pages.page(next)
                        for letter in page.data { continuation.yield(letter) }
                        path = page.nextCursor.map { "\(first)?cursor=\($0)" }
                    }
                    continuation.finish()
                } catch {
                    continuation.finish(throwing: error)
                }
            }
            continuation.onTermination = { _ in reading.cancel() }
        }
    }

    /// Has one tried again.
    ///
    /// - Throws: `HostingError` with the service's answer when it fails again, or there is no such letter.
    func retry(_ id: String) async throws { try await decide(id, "retry") }

    /// Decides that one shall have no effect.
    ///
    /// - Throws: `HostingError` with the service's answer when there is no such letter.
    func discard(_ id: String) async throws { try await decide(id, "discard") }

    private func decide(_ id: String, _ decision: String) async throws {
        guard let event = EventID(id) else {
            throw HostingError(.statement, "'\(id)' is not the id of an event.", advice: "See ./pledge dead-letters")
        }
        _ = try await answer("POST", "\(InternalRoutes.deadLetters)/\(event)/\(decision)", about: id)
    }

    private func page(_ path: String) async throws -> ListPage<DeadLetterResource> {
        try PledgeJSON.decode(from: try await answer("GET", path, about: service.rawValue))
    }

    private func answer(_ method: String, _ path: String, about subject: String) async throws -> Data {
        let answer: APIClient.Answer
        do {
            answer = try await client.send(method, path)
        } catch {
            throw HostingError(.notReady, "\(service.rawValue) does not answer: \(error)", advice: "See ./pledge status")
        }
        guard answer.status == 200 else {
            let problem = try? PledgeJSON.decode(Problem.self, from: answer.body)
            throw HostingError(.statement, "\(subject): \(problem?.detail ?? problem?.title ?? "answered \(answer.status)")")
        }
        return answer.body
    }
}
