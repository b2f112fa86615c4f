import Chiredis
import EventLoop

/// One hiredis context on the loop: its five event hooks, its three callbacks and its parser. Confined to the loop.
///
/// hiredis frees the context itself on every error and disconnect; after that the pointer is gone here too, so that no later
/// call can touch it. Replies are read by our own object functions, straight into values.
final class HiredisLink {
    /// What the link tells its owner. Every link that was opened ends with exactly one `closed`.
    protocol Owner: AnyObject {
        func linkConnected(_ link: HiredisLink)
        func link(_ link: HiredisLink, received value: RedisValue)
        func link(_ link: HiredisLink, closed reason: String)
    }

    private let loop: EventLoop
    /// Kept until the link has closed, then let go.
    private var owner: (any Owner)?
    private let builder = ReplyBuilder()
    private var context: UnsafeMutablePointer<redisAsyncContext>?
    private var poll: LoopPoll?
    private var watched: PollEvents = []
    private var flushScheduled = false
    private var reason: String?

    init(loop: EventLoop, owner: any Owner) {
        self.loop = loop
        self.owner = owner
    }

    var isOpen: Bool { context != nil }

    /// Starts to connect. `host` is a numeric address or the path of a unix socket: hiredis would block on a name.
    /// Returns why it could not even start, in which case there is no `closed`.
    func open(host: String, port: Int) -> String? {
        loop.preconditionInLoop()
        let made = host.hasPrefix("/") ? redisAsyncConnectUnix(host) : redisAsyncConnect(host, Int32(clamping: port))
        guard let context = made else { return "out of memory" }
        guard context.pointee.err == 0 else {
            let message = Self.errorText(context)
            redisAsyncFree(context)
            return message
        }
        do {
            poll = try LoopPoll(loop: loop, descriptor: context.pointee.c.fd) { [unowned self] in ready($0) }
        } catch {
            redisAsyncFree(context)
            return error.description
        }
        self.context = context
        attach(to: context)
        return nil
    }

    /// Adds a command to the output. It leaves at the end of the loop's turn, with all others of the turn.
    func write(_ command: RedisCommand) {
        guard let context else { return }
        command.encoded.withUnsafeBufferPointer { buffer in
            buffer.withMemoryRebound(to: CChar.self) { text in
                _ = redisAsyncFormattedCommand(context, replyCallback, nil, text.baseAddress, text.count)
            }
        }
        guard !flushScheduled else { return }
        flushScheduled = true
        loop.atEndOfTurn { [self] in flush() }
    }

    /// Ends the connection now; whatever awaits an answer gets none. Ends with `closed`.
    func close(reason: String) {
        guard let context else { return }
        self.reason = self.reason ?? reason
        redisAsyncFree(context)
    }

    private func flush() {
        flushScheduled = false
        if let context { redisAsyncHandleWrite(context) }
    }

    // MARK: Hooks

    private func attach(to context: UnsafeMutablePointer<redisAsyncContext>) {
        let me = Unmanaged.passUnretained(self).toOpaque()
        // Retained until the context is freed: the cleanup hook and the disconnect callback come after the last use.
        context.pointee.data = Unmanaged.passRetained(self).toOpaque()
        context.pointee.ev.data = me
        context.pointee.ev.addRead = { HiredisLink.of($0)?.watch(adding: .readable) }
        context.pointee.ev.delRead = { HiredisLink.of($0)?.watch(removing: .readable) }
        context.pointee.ev.addWrite = { HiredisLink.of($0)?.wantsToWrite() }
        context.pointee.ev.delWrite = { HiredisLink.of($0)?.watch(removing: .writable) }
        context.pointee.ev.cleanup = { HiredisLink.of($0)?.cleanUp() }
        if let reader = context.pointee.c.reader {
            reader.pointee.fn = Self.objectFunctions.table
            reader.pointee.privdata = Unmanaged.passUnretained(builder).toOpaque()
        }
        redisAsyncSetDisconnectCallback(context) { context, _ in
            HiredisLink.of(context?.pointee.data)?.disconnected()
        }
        // Setting the connect callback is what makes hiredis ask for its first write event.
        redisAsyncSetConnectCallback(context) { context, status in
            HiredisLink.of(context?.pointee.data)?.connected(status)
        }
    }

    /// hiredis passes the data that it was given. Should it not, nobody is told: what waits then ends by its timeout.
    private static func of(_ pointer: UnsafeMutableRawPointer?) -> HiredisLink? {
        pointer.map { Unmanaged<HiredisLink>.fromOpaque($0).takeUnretainedValue() }
    }

    private var isConnected = false

    /// Until the connection stands hiredis needs the write event; afterwards the flush at the end of the turn writes, and
    /// only what the kernel did not take needs the event.
    private func wantsToWrite() {
        if !isConnected || !flushScheduled { watch(adding: .writable) }
    }

    private func watch(adding events: PollEvents) {
        watched.formUnion(events)
        poll?.watch(watched)
    }

    private func watch(removing events: PollEvents) {
        watched.subtract(events)
        poll?.watch(watched)
    }

    private func ready(_ events: PollEvents) {
        // Each call may free the context.
        if events.contains(.readable), let context { redisAsyncHandleRead(context) }
        if events.contains(.writable), let context { redisAsyncHandleWrite(context) }
    }

    private func connected(_ status: Int32) {
        if status == REDIS_OK {
            isConnected = true
            owner?.linkConnected(self)
        } else {
            // hiredis frees the context right after this, without the disconnect callback.
            reason = reason ?? context.map(Self.errorText) ?? "connect failed"
        }
    }

    fileprivate func replied(_ isReply: Bool) {
        guard isReply else { return }
        // Without its value the answers that follow would go to the wrong commands: what waits fails as `connectionLost`.
        guard let value = builder.take() else { return close(reason: "an answer without a value") }
        owner?.link(self, received: value)
    }

    private func disconnected() {
        if reason == nil, let context { reason = Self.errorText(context) }
    }

    /// The last hook in a context's life on every path; hiredis closes the descriptor only after it.
    private func cleanUp() {
        guard let context else { return }
        reason = reason ?? Self.errorText(context)
        self.context = nil
        poll?.close()
        poll = nil
        // Told at the end of the turn: hiredis is still on the stack.
        loop.atEndOfTurn { [self] in
            owner?.link(self, closed: reason ?? "connection closed")
            owner = nil
            Unmanaged.passUnretained(self).release()
        }
    }

    private static func errorText(_ context: UnsafeMutablePointer<redisAsyncContext>) -> String {
        guard context.pointee.c.err != 0 else { return "connection closed" }
        return withUnsafePointer(to: &context.pointee.c.errstr) {
            $0.withMemoryRebound(to: CChar.self, capacity: 128) { String(cString: $0) }
        }
    }
}

private let replyCallback:
    @convention(c) (UnsafeMutablePointer<redisAsyncContext>?, UnsafeMutableRawPointer?, UnsafeMutableRawPointer?)
        -> Void = { context, reply, _ in
            guard let data = context?.pointee.data else { return }
            Unmanaged<HiredisLink>.fromOpaque(data).takeUnretainedValue().replied(reply != nil)
        }
