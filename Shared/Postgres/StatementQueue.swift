import EventLoop

/// Statements of a transaction that wait for the next one to go out with.
final class StatementQueue: Sendable {
    private let statements = Locked<[Statement]>([])

    func add(_ more: [Statement]) { statements.withLock { $0 += more } }

    /// Empties the queue.
    func take() -> [Statement] {
        statements.withLock { statements in
            defer { statements = [] }
            return statements
        }
    }
}
