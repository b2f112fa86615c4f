import EventLoop
import Logging
import ServiceLifecycle

/// A Redis client on one connection: commands of all tasks are pipelined, and those of one turn of the loop share a write.
///
/// It connects in ``run()`` and again, with growing pauses, whenever the connection is lost. Commands wait for a connection as
/// long as the connect timeout. Blocking commands do not belong here: see ``RedisReader``.
public final class RedisClient: Service, Sendable {
    /// What the client was made with.
    public let configuration: RedisConfiguration
    /// The loop on which it works.
    public let eventLoop: EventLoop
    let channel: RedisChannel
    private let readiness: Readiness
    /// The names that Redis gave to scripts, by their text.
    let scriptNames = Locked<[String: String]>([:])

    /// A client that connects once it is run.
    public init(configuration: RedisConfiguration, eventLoop: EventLoop, logger: Logger) {
        self.configuration = configuration
        self.eventLoop = eventLoop
        let readiness = Readiness()
        self.readiness = readiness
        self.channel = RedisChannel(configuration, loop: eventLoop, logger: logger) { readiness.ready() }
    }

    /// True while a connection stands and has been greeted.
    public var isConnected: Bool { channel.isReady }

    /// Counts the connections that became ready: when it has changed, what Redis holds may have changed too.
    public var connections: Int { readiness.count }

    /// Yields once now when connected, and again each time that a connection becomes ready. The newest hint replaces an unread
    /// one.
    public func connectionHints() -> AsyncStream<Void> { readiness.hints(now: isConnected) }

    /// Keeps a connection until graceful shutdown (answers on their way are awaited) or cancellation.
    ///
    /// - Throws: ``RedisError`` with `.evictingPolicy`, `.authentication` or `.server` when the first connection shows that this
    ///   server cannot be used as configured.
    public func run() async throws {
        let refusal = await withTaskCancellationOrGracefulShutdownHandler {
            await self.channel.run()
        } onCancelOrGracefulShutdown: {
            self.channel.stop()
        }
        readiness.finish()
        if let refusal { throw refusal }
    }

    /// Sends one command.
    ///
    /// - Throws: ``RedisError``; `.server` with Redis' words when it refuses the command.
    public func send(_ command: RedisCommand) async throws(RedisError) -> RedisValue {
        let value = try await channel.send(command, timeoutMilliseconds: configuration.commandTimeoutMilliseconds)
        if case .error(let words) = value { throw RedisError(.server, words) }
        return value
    }

    /// Sends one command, spelled out: `send("SET", "key", .bytes(value))`.
    public func send(_ arguments: RedisArgument...) async throws(RedisError) -> RedisValue {
        try await send(RedisCommand(arguments))
    }

    /// Sends several commands in one write and returns their answers in order. A command that Redis refuses has an
    /// ``RedisValue/error(_:)`` in its place; the others are carried out all the same.
    public func sendAll(_ commands: [RedisCommand]) async throws(RedisError) -> [RedisValue] {
        guard !commands.isEmpty else { return [] }
        return try await channel.sendAll(commands, timeoutMilliseconds: configuration.commandTimeoutMilliseconds)
    }

    /// As ``sendAll(_:)``, with nothing of anybody's between: who waits for what is written there sees all of it at once, where
    /// a blocking read is answered after the first of several additions otherwise.
    public func sendTogether(_ commands: [RedisCommand]) async throws(RedisError) -> [RedisValue] {
        guard commands.count > 1 else { return try await sendAll(commands) }
        let answers = try await sendAll([RedisCommand(["MULTI"])] + commands + [RedisCommand(["EXEC"])])
        if case .array(let values)? = answers.last { return values }
        // Refused as a whole because of one of them: that one says why, the others that they were not carried out.
        let refusal = answers[answers.count - 1]
        return answers.dropFirst().dropLast().map { $0.errorMessage == nil ? refusal : $0 }
    }
}

extension RedisChannel {
    func send(_ command: RedisCommand, timeoutMilliseconds: UInt64) async throws(RedisError) -> RedisValue {
        let request = RedisRequest([command], timeoutMilliseconds: timeoutMilliseconds, waiter: nil)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                request.wait(.one(continuation))
                submit(request)
            }
        } onCancel: {
            cancel(request)
        }
        return try result.get()
    }

    func sendAll(_ commands: [RedisCommand], timeoutMilliseconds: UInt64) async throws(RedisError) -> [RedisValue] {
        let request = RedisRequest(commands, timeoutMilliseconds: timeoutMilliseconds, waiter: nil)
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                request.wait(.many(continuation))
                submit(request)
            }
        } onCancel: {
            cancel(request)
        }
        return try result.get()
    }
}
