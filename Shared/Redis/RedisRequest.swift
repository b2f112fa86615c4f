import Glibc

/// One or several commands that were handed over together, with whoever waits for the answers. Written by the caller, then
/// confined to the loop.
final class RedisRequest: @unchecked Sendable {
    enum Waiter {
        case one(CheckedContinuation<Result<RedisValue, RedisError>, Never>)
        case many(CheckedContinuation<Result<[RedisValue], RedisError>, Never>)
        /// The client itself, for its greeting.
        case client((Result<[RedisValue], RedisError>) -> Void)
    }

    let commands: [RedisCommand]
    /// How long the answers may take once the commands are on their way.
    let timeoutMilliseconds: UInt64
    /// When to give up: first waiting for a connection, then for the answers. Nanoseconds of the monotonic clock.
    var deadline: UInt64 = 0
    /// Under the channel's lock: the request has been handed over.
    var isSubmitted = false
    /// Under the channel's lock: the task was cancelled, perhaps before the request was handed over.
    var isCancelledEarly = false

    private var waiter: Waiter?
    private var values: [RedisValue] = []
    private var received = 0

    init(_ commands: [RedisCommand], timeoutMilliseconds: UInt64, waiter: Waiter?) {
        self.commands = commands
        self.timeoutMilliseconds = timeoutMilliseconds
        self.waiter = waiter
    }

    /// Names who waits; before the request is handed over.
    func wait(_ waiter: Waiter) { self.waiter = waiter }

    /// True when nobody waits any more: there is no point in sending it.
    var isAbandoned: Bool { waiter == nil }

    /// Takes the next answer. Returns true when that was the last one.
    func receive(_ value: RedisValue) -> Bool {
        received += 1
        if case .one(let continuation) = waiter {
            waiter = nil
            continuation.resume(returning: .success(value))
            return true
        }
        if waiter != nil {
            if received == 1 { values.reserveCapacity(commands.count) }
            values.append(value)
        }
        guard received == commands.count else { return false }
        switch waiter {
        case .many(let continuation): continuation.resume(returning: .success(values))
        case .client(let body): body(.success(values))
        case .one, nil: break
        }
        waiter = nil
        return true
    }

    /// Ends the wait with a failure. Answers that still come are dropped, so that the pipeline stays in step.
    func fail(_ error: RedisError) {
        switch waiter {
        case .one(let continuation): continuation.resume(returning: .failure(error))
        case .many(let continuation): continuation.resume(returning: .failure(error))
        case .client(let body): body(.failure(error))
        case nil: break
        }
        waiter = nil
        values = []
    }

    /// Now, on the clock of ``deadline``.
    static func now() -> UInt64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
    }
}

/// First in, first out, in amortised constant time.
struct RequestQueue {
    private var items: [RedisRequest?] = []
    private var head = 0

    var isEmpty: Bool { head == items.count }
    var first: RedisRequest? { isEmpty ? nil : items[head] }

    mutating func append(_ request: RedisRequest) { items.append(request) }

    mutating func removeFirst() {
        items[head] = nil
        head += 1
        // Shifted when half is gone, so that each item moves at most once on average.
        guard head > 64, head * 2 > items.count || head == items.count else { return }
        items.removeFirst(head)
        head = 0
    }

    /// Takes everything out.
    mutating func removeAll() -> [RedisRequest] {
        defer {
            items = []
            head = 0
        }
        return items[head...].compactMap { $0 }
    }
}
