import EventLoop
import Foundation
import Logging

/// One connection that listens, for all channels of a client. Opened with the first stream, closed with the last.
actor PostgresListener {
    /// A notification is a hint: a reader that is far behind needs the newest only.
    static let bufferedNotifications = 64

    nonisolated let configuration: PostgresConfiguration
    nonisolated let loop: EventLoop
    nonisolated let logger: Logger
    nonisolated var unownedExecutor: UnownedSerialExecutor { loop.asUnownedSerialExecutor() }

    private var streams: [String: [Int: AsyncStream<PostgresNotification>.Continuation]] = [:]
    private var nextStream = 0
    private var connection: Connection?
    private var backoff: Backoff
    private var reconnect: LoopTimer?
    private var isClosed = false

    init(configuration: PostgresConfiguration, loop: EventLoop, logger: Logger) {
        self.configuration = configuration
        self.loop = loop
        self.logger = logger
        backoff = Backoff(maximumMilliseconds: configuration.reconnectMaximumMilliseconds)
    }

    /// A stream of what is sent to `channel`; ends when the client is closed.
    nonisolated func stream(_ channel: String) -> AsyncStream<PostgresNotification> {
        let (stream, continuation) = AsyncStream.makeStream(
            of: PostgresNotification.self, bufferingPolicy: .bufferingNewest(Self.bufferedNotifications))
        loop.execute { self.assumeIsolated { $0.add(continuation, to: channel) } }
        return stream
    }

    private func add(_ continuation: AsyncStream<PostgresNotification>.Continuation, to channel: String) {
        guard !isClosed else { return continuation.finish() }
        let number = nextStream
        nextStream += 1
        continuation.onTermination = { _ in
            self.loop.execute { self.assumeIsolated { $0.remove(number, from: channel) } }
        }
        let isNewChannel = streams[channel, default: [:]].isEmpty
        streams[channel, default: [:]][number] = continuation
        guard let connection, connection.phase == .open else {
            if connection == nil, reconnect == nil { connect() }
            return
        }
        if isNewChannel { listen(channel) } else { hint(continuation, channel) }
    }

    private func remove(_ number: Int, from channel: String) {
        streams[channel]?[number] = nil
        guard streams[channel]?.isEmpty ?? false else { return }
        streams[channel] = nil
        if streams.isEmpty { return disconnect() }
        connection?.send(Unit([Statement(Query(raw: "unlisten \(Self.quoted(channel))"))], hidden: 1, commits: false))
    }

    func close() {
        isClosed = true
        disconnect()
        let all = streams.values.flatMap(\.values)
        streams = [:]
        for continuation in all { continuation.finish() }
    }

    private func disconnect() {
        reconnect?.cancel()
        reconnect = nil
        connection?.close(PostgresError(.notConnected, "nothing is listened to any more"))
        connection = nil
    }

    private func connect() {
        reconnect = nil
        let connection = Connection(configuration: configuration, loop: loop, logger: logger)
        self.connection = connection
        connection.events = Connection.Events(
            opened: { self.opened() },
            lost: { error in self.lost(error) },
            progressed: {},
            resend: { _ in },
            leaseEnded: { _ in },
            notified: { notification in self.deliver(notification) })
        connection.connect()
    }

    private func opened() {
        backoff.reset()
        for channel in streams.keys.sorted() { listen(channel) }
    }

    private func lost(_ error: PostgresError) {
        connection = nil
        if backoff.failures == 0 { logger.warning("lost the connection that listens", metadata: ["error": "\(error)"]) }
        guard !isClosed, !streams.isEmpty else { return }
        reconnect = loop.schedule(afterMilliseconds: backoff.next()) { self.connect() }
    }

    /// Hints go out when the server has confirmed: from then on nothing is missed.
    private func listen(_ channel: String) {
        let unit = Unit([Statement(Query(raw: "listen \(Self.quoted(channel))"))], hidden: 1, commits: false)
        unit.onFinish = { failure in
            if let failure {
                // A lost connection listens anew; what the server refuses stays refused.
                guard failure.code == .server else { return }
                return self.logger.error("cannot listen", metadata: ["channel": "\(channel)", "error": "\(failure)"])
            }
            self.assumeIsolated { listener in
                for continuation in (listener.streams[channel] ?? [:]).values { listener.hint(continuation, channel) }
            }
        }
        connection?.send(unit)
    }

    private func hint(_ continuation: AsyncStream<PostgresNotification>.Continuation, _ channel: String) {
        continuation.yield(PostgresNotification(channel: channel, payload: "", isReconnectHint: true))
    }

    private func deliver(_ notification: PostgresNotification) {
        for continuation in (streams[notification.channel] ?? [:]).values { continuation.yield(notification) }
    }

    /// A channel's name as an identifier. (NUL in it is refused when it is sent.)
    private static func quoted(_ channel: String) -> String {
        "\"" + channel.replacingOccurrences(of: "\"", with: "\"\"") + "\""
    }
}
