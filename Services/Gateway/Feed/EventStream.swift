import Contracts
import Logging
import NIOCore

/// One reader's stream, from its greeting to its end: first what it has missed, then what happens.
struct EventStream {
    /// How long a client waits before it comes back, in milliseconds.
    static let retryMilliseconds = 2000

    let history: FeedHistory
    let filter: FeedFilter
    /// Where live reading begins.
    let start: FeedPosition
    let mailbox: Mailbox
    let logger: Logger
    /// What the reader may see; grows with its subscriptions.
    var viewer: FeedViewer
    /// How far the reader has come.
    var position: FeedPosition

    /// - Parameter resume: the position that the reader has; nil to begin now.
    init(
        history: FeedHistory, filter: FeedFilter, viewer: FeedViewer, start: FeedPosition, mailbox: Mailbox,
        resume: FeedPosition?, logger: Logger
    ) {
        self.history = history
        self.filter = filter
        self.viewer = viewer
        self.start = start
        self.mailbox = mailbox
        self.logger = logger
        position = resume ?? start
    }

    /// Writes until the stream ends.
    mutating func write(_ send: (ByteBuffer) async throws -> Void) async throws {
        var buffer = ByteBuffer()
        let isForeign = position.partition != start.partition
        if isForeign { position = start }
        ServerSentEvent.appendGreeting(id: position.text, retryMilliseconds: Self.retryMilliseconds, to: &buffer)
        if isForeign { appendReset(to: &buffer) }
        try await send(buffer)
        guard try await catchUp(send) else { return }
        while let items = await mailbox.next() {
            buffer.clear()
            for item in items { append(item, to: &buffer) }
            if buffer.readableBytes > 0 { try await send(buffer) }
        }
    }

    /// Writes what was missed; false when it cannot be read now, and the reader is to come back.
    private mutating func catchUp(_ send: (ByteBuffer) async throws -> Void) async throws -> Bool {
        var isReset = false
        for service in FeedStream.producers {
            let stream = FeedStream(partition: start.partition, service: service)
            let target = start.positions[service]
            guard var reached = position.positions[service] else {
                // The reader knows nothing of this producer: fine while there is nothing to know.
                if let target, target > 0 { isReset = true }
                position.positions[service] = target
                continue
            }
            loop: while mailbox.end == nil {
                let step: FeedHistory.Step
                do {
                    step = try await history.next(stream, after: reached, upTo: target)
                } catch  where target == nil {
                    // Neither Redis nor the producer knows anything of this stream now; what comes of it will come.
                    break loop
                } catch {
                    logger.notice("missed events cannot be read", metadata: ["stream": "\(stream.key)", "error": "\(error)"])
                    return false
                }
                switch step {
                case .done: break loop
                case .tooOld:
                    isReset = true
                    position.positions[service] = target
                    break loop
                case .events(let entries):
                    try await send(replay(stream, entries))
                    reached = entries.last?.position ?? reached
                }
            }
        }
        if isReset {
            var buffer = ByteBuffer()
            appendReset(to: &buffer)
            try await send(buffer)
        }
        return true
    }

    private mutating func replay(_ stream: FeedStream, _ entries: [FeedEntry]) -> ByteBuffer {
        var buffer = ByteBuffer()
        for entry in entries {
            if let event = FeedEvent(service: stream.service, position: entry.position, json: entry.json) {
                append(.event(event), to: &buffer)
            }
            position.positions[stream.service] = entry.position
        }
        return buffer
    }

    private mutating func append(_ item: Mailbox.Item, to buffer: inout ByteBuffer) {
        switch item {
        case .heartbeat: ServerSentEvent.appendHeartbeat(id: position.text, to: &buffer)
        case .event(let event):
            // What the reader has already, from its history.
            guard event.position > position.positions[event.service] ?? 0 else { return }
            position.positions[event.service] = event.position
            guard viewer.sees(event), filter.passes(event.type) else { return }
            ServerSentEvent.append(id: position.text, event: event.type, data: event.json, to: &buffer)
        }
    }

    /// Tells the reader to read the state anew: what lies between its position and now is not kept.
    private func appendReset(to buffer: inout ByteBuffer) {
        let data = #"{"reason":"the position is older than what is kept; read the state anew"}"#
        ServerSentEvent.append(id: position.text, event: "reset", data: data.utf8, to: &buffer)
    }
}
