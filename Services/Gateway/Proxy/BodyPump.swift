import Contracts
import HummingbirdCore
import NIOCore

/// Moves a request's body into a pipe, counting.
struct BodyPump: Sendable {
    let pipe: BodyPipe
    /// The length that was announced, if it was.
    let announced: Int?
    /// The most bytes that may pass.
    let maximumBytes: Int

    /// Moves the whole body, or stops when nobody takes it any more.
    /// - Throws: 413 past the bound, 400 when the body ends before its announced length.
    func run(_ body: RequestBody) async throws {
        var count = 0
        for try await piece in body {
            count += piece.readableBytes
            if count > maximumBytes {
                guard count - maximumBytes <= RefusedBody.drainedBytes else { throw Problem.tooLarge(maximumBytes: maximumBytes) }
            } else {
                guard await pipe.send(piece) else { return }
            }
        }
        if count > maximumBytes { throw Problem.tooLargeButRead(maximumBytes: maximumBytes) }
        try Task.checkCancellation()
        if let announced, count != announced { throw Problem.truncatedBody }
        pipe.finish()
    }
}

/// A body that is larger than is taken.
enum RefusedBody {
    /// How much of it is read and dropped before the answer. Many clients do not look at an answer before they have sent
    /// everything; beyond this they are cut off.
    static let drainedBytes = 32 << 20

    /// Reads a body and drops it; at most ``drainedBytes`` were announced.
    static func drain(_ body: RequestBody) async throws {
        for try await _ in body {}
    }
}

extension Problem {
    /// 413 on a connection that can go on: the body was read to its end.
    static func tooLargeButRead(maximumBytes: Int) -> Problem {
        let problem = Problem.tooLarge(maximumBytes: maximumBytes)
        return Problem(
            status: problem.status, slug: problem.slug, title: problem.title, detail: problem.detail,
            headers: problem.headers.filter { $0.key != "connection" })
    }

    /// 400: the connection ended before the body did.
    static let truncatedBody = Problem.malformedBody("the body ended before its announced length")
}

/// Runs work that must end in time.
enum Deadline {
    /// Runs `work`, cancels it after a number of seconds, and throws `problem` then.
    static func run<Value: Sendable>(
        seconds: Int, otherwise problem: Problem, _ work: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await withThrowingTaskGroup(of: Value.self) { group in
            group.addTask { try await work() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                throw problem
            }
            defer { group.cancelAll() }
            guard let value = try await group.next() else { throw problem }
            return value
        }
    }
}
