import EventLoop
import Logging
import ServiceLifecycle

/// Reads streams and waits for more, on a connection of its own: a blocking read holds up whatever shares its connection.
///
/// One read at a time. ``interrupt()`` ends a wait early, for example when other streams are to be read.
public final class RedisReader: Service, Sendable {
    /// On top of the time that Redis was asked to wait: after that the connection is dead.
    static let slackMilliseconds: UInt64 = 2_000

    private let channel: RedisChannel
    private let client: RedisClient
    private let identity = Locked<Int64?>(nil)

    /// A reader of the server of `client`, over which it also interrupts itself.
    public init(of client: RedisClient, logger: Logger) {
        var configuration = client.configuration
        configuration.clientName += "-reader"
        self.client = client
        self.channel = RedisChannel(configuration, loop: client.eventLoop, logger: logger)
    }

    /// True while a connection stands.
    public var isConnected: Bool { channel.isReady }

    /// Keeps a connection until shutdown. A wait in progress is ended by it.
    ///
    /// - Throws: ``RedisError`` as ``RedisClient/run()`` does.
    public func run() async throws {
        let refusal = await withTaskCancellationOrGracefulShutdownHandler {
            await self.channel.run()
        } onCancelOrGracefulShutdown: {
            self.channel.abort()
        }
        if let refusal { throw refusal }
    }

    /// Entries after the given ids, at most `count` a stream; waits up to `blockMilliseconds` for the first of them. Empty when
    /// none came.
    public func read(
        _ positions: [(key: String, after: StreamID)], count: Int, blockMilliseconds: UInt64
    ) async throws(RedisError) -> [StreamBatch] {
        guard !positions.isEmpty else { return [] }
        // BLOCK 0 would be for ever: neither shutdown nor a half-open connection could be seen.
        let block = max(1, blockMilliseconds)
        let commands = [
            RedisCommand(["CLIENT", "ID"]), StreamBatch.command(positions, count: count, blockMilliseconds: block),
        ]
        let identity = try await channel.send(commands[0], timeoutMilliseconds: Self.slackMilliseconds).integer
        self.identity.withLock { $0 = identity }
        defer { self.identity.withLock { $0 = nil } }
        let value = try await channel.send(commands[1], timeoutMilliseconds: block + Self.slackMilliseconds)
        if case .error(let words) = value { throw RedisError(.server, words) }
        return try StreamBatch.list(value)
    }

    /// Ends the wait of a read in progress, which then returns what there is.
    public func interrupt() async {
        guard let id = identity.withLock({ $0 }) else { return }
        // When this fails the read ends by its own time.
        _ = try? await client.send("CLIENT", "UNBLOCK", .integer(id))
    }
}
