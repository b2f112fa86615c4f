import EventLoop
import Logging

/// One connection that comes back by itself, with the commands that wait for it and those on their way. Confined to the loop,
/// except for `submit`.
///
/// All commands that arrive within one turn of the loop leave in one write. A lost connection fails what is on its way (the
/// outcome is unknown) and keeps what waits until its connect timeout.
final class RedisChannel: @unchecked Sendable {
    private struct Inbox: Sendable {
        var requests: [RedisRequest] = []
        var outstanding = 0
        var drainScheduled = false
        var closed: RedisError?
        var isReady = false
    }

    let configuration: RedisConfiguration
    let loop: EventLoop
    private let logger: Logger
    private let inbox = Locked(Inbox())

    private var state: LinkState
    private var link: HiredisLink?
    private var waiting = RequestQueue()
    private var inFlight = RequestQueue()
    private var connectTimer: LoopTimer?
    private var pauseTimer: LoopTimer?
    private var deadlineTimer: LoopTimer?
    private var generator = SystemRandomNumberGenerator()
    private var lastFailure = "not connected yet"
    private var refusal: RedisError?
    private var finished: CheckedContinuation<RedisError?, Never>?
    private var draining = false
    private var settledInTurn = 0
    /// Called on the loop each time a connection is ready.
    private let onReady: @Sendable () -> Void

    init(
        _ configuration: RedisConfiguration, loop: EventLoop, logger: Logger, onReady: @escaping @Sendable () -> Void = {}
    ) {
        self.configuration = configuration
        self.loop = loop
        self.logger = logger
        self.onReady = onReady
        self.state = LinkState(
            backoff: Backoff(
                minimumMilliseconds: configuration.reconnectMinimumMilliseconds,
                maximumMilliseconds: configuration.reconnectMaximumMilliseconds))
    }

    /// True when commands leave at once. From anywhere.
    var isReady: Bool { inbox.withLock { $0.isReady } }

    /// Hands a request over to the loop; fails it at once when too much is outstanding. From anywhere.
    func submit(_ request: RedisRequest) {
        let limit = configuration.maximumOutstanding
        let (refused, mustSchedule): (RedisError?, Bool) = inbox.withLock { inbox in
            if let closed = inbox.closed { return (closed, false) }
            if request.isCancelledEarly { return (RedisError(.cancelled, "the task was cancelled"), false) }
            guard inbox.outstanding + request.commands.count <= limit || inbox.outstanding == 0 else {
                return (RedisError(.queueFull, "\(inbox.outstanding) commands are outstanding"), false)
            }
            inbox.outstanding += request.commands.count
            inbox.requests.append(request)
            request.isSubmitted = true
            defer { inbox.drainScheduled = true }
            return (nil, !inbox.drainScheduled)
        }
        if let refused { return request.fail(refused) }
        if mustSchedule { loop.execute { self.drain() } }
    }

    /// Ends a wait early; the answer, when it comes, is dropped. From anywhere.
    func cancel(_ request: RedisRequest) {
        // Before it is handed over the request belongs to the caller's thread: only leave word.
        let submitted = inbox.withLock { _ in
            request.isCancelledEarly = true
            return request.isSubmitted
        }
        if submitted { loop.execute { request.fail(RedisError(.cancelled, "the task was cancelled")) } }
    }

    // MARK: Life

    /// Connects and stays until `stop`, or until the server is refused. Returns why it was refused.
    func run() async -> RedisError? {
        await withCheckedContinuation { continuation in
            loop.execute { [self] in
                guard finished == nil, state.phase == .idle else {
                    return continuation.resume(returning: RedisError(.closed, "run() is called once"))
                }
                finished = continuation
                perform(state.start())
            }
        }
    }

    /// Ends: sends no more, waits for answers on their way (at most the command timeout), then closes. From anywhere.
    func stop() {
        loop.execute { [self] in
            guard state.phase == .ready, !(inFlight.isEmpty && waiting.isEmpty) else { return perform(state.stop()) }
            draining = true
        }
    }

    /// Ends now. From anywhere.
    func abort() { loop.execute { self.perform(self.state.stop()) } }

    private func perform(_ action: LinkState.Action) {
        switch action {
        case .none: break
        case .connect: connect()
        case .greet: greet()
        case .flush: becameReady()
        case .pause(let milliseconds): pause(milliseconds)
        case .giveUp: giveUp()
        }
    }

    private func connect() {
        connectTimer = loop.schedule(afterMilliseconds: configuration.connectTimeoutMilliseconds) { [self] in
            connectTimer = nil
            failConnecting("no connection within \(configuration.connectTimeoutMilliseconds) ms")
        }
        guard !configuration.host.hasPrefix("/") else { return open(configuration.host) }
        loop.resolve(configuration.host) { [self] result in
            guard state.phase == .connecting, link == nil else { return }
            switch result {
            case .success(let addresses) where !addresses.isEmpty: open(addresses[0])
            case .success: failConnecting("\(configuration.host) has no address")
            case .failure(let error): failConnecting(error.description)
            }
        }
    }

    private func open(_ address: String) {
        let link = HiredisLink(loop: loop, owner: self)
        self.link = link
        guard let problem = link.open(host: address, port: configuration.port) else { return }
        self.link = nil
        failConnecting(problem)
    }

    private func failConnecting(_ reason: String) {
        guard let link else { return connectionLost(reason) }
        // Its `closed` leads on to connectionLost.
        link.close(reason: reason)
    }

    private func greet() {
        let request = RedisRequest(
            Greeting.commands(configuration), timeoutMilliseconds: configuration.commandTimeoutMilliseconds,
            waiter: .client { [self] in greeted($0) })
        inbox.withLock { $0.outstanding += request.commands.count }
        send(request)
    }

    private func greeted(_ result: Result<[RedisValue], RedisError>) {
        guard case .success(let answers) = result else { return }
        switch Greeting.outcome(answers, configuration) {
        case .ready: perform(state.greeted())
        case .later(let reason): link?.close(reason: reason)
        case .refused(let error):
            lastFailure = error.description
            guard state.wasReady else {
                refusal = error
                return perform(state.stop())
            }
            // It was all right when the service started: wait for it to be so again rather than fall.
            logger.error("Redis is refused", metadata: ["reason": "\(error)"])
            link?.close(reason: error.description)
        }
    }

    private func becameReady() {
        connectTimer?.cancel()
        connectTimer = nil
        logger.debug("Redis is connected", metadata: ["host": "\(configuration.host)", "port": "\(configuration.port)"])
        inbox.withLock { $0.isReady = true }
        for request in waiting.removeAll() { send(request) }
        onReady()
    }

    private func pause(_ milliseconds: UInt64) {
        pauseTimer = loop.schedule(afterMilliseconds: milliseconds) { [self] in
            pauseTimer = nil
            perform(state.pauseOver())
        }
    }

    private func giveUp() {
        for timer in [connectTimer, pauseTimer, deadlineTimer] { timer?.cancel() }
        (connectTimer, pauseTimer, deadlineTimer) = (nil, nil, nil)
        let error = refusal ?? RedisError(.closed, "the client was shut down")
        let late = inbox.withLock { inbox in
            inbox.closed = error
            inbox.isReady = false
            defer { inbox.requests = [] }
            return inbox.requests
        }
        for request in late + waiting.removeAll() { request.fail(error) }
        if let link { link.close(reason: "closed by the client") } else { finish() }
    }

    private func finish() {
        finished?.resume(returning: refusal)
        finished = nil
    }

    // MARK: Commands

    private func drain() {
        let requests = inbox.withLock { inbox in
            inbox.drainScheduled = false
            defer { inbox.requests = [] }
            return inbox.requests
        }
        for request in requests {
            if request.isAbandoned {
                settled(request)
            } else if state.phase == .ready, link?.isOpen == true {
                send(request)
            } else if state.phase == .stopped {
                request.fail(RedisError(.closed, "the client was shut down"))
                settled(request)
            } else {
                request.deadline = RedisRequest.now() + configuration.connectTimeoutMilliseconds * 1_000_000
                waiting.append(request)
                armDeadline()
            }
        }
    }

    private func send(_ request: RedisRequest) {
        guard let link, !request.isAbandoned, !request.commands.isEmpty else {
            request.fail(RedisError(.notConnected, lastFailure))
            return settled(request)
        }
        request.deadline = RedisRequest.now() + request.timeoutMilliseconds * 1_000_000
        for command in request.commands { link.write(command) }
        inFlight.append(request)
        armDeadline()
    }

    /// Counts the request as no longer outstanding: once a turn under the lock, not once a request.
    private func settled(_ request: RedisRequest) {
        if settledInTurn == 0 {
            loop.atEndOfTurn { [self] in
                inbox.withLock { $0.outstanding -= settledInTurn }
                settledInTurn = 0
            }
        }
        settledInTurn += request.commands.count
    }

    /// One timer, set for the oldest; it is not moved with every command but looks again when it rings.
    private func armDeadline() {
        guard deadlineTimer == nil, let next = [waiting.first, inFlight.first].compactMap({ $0?.deadline }).min() else { return }
        let now = RedisRequest.now()
        let milliseconds = next > now ? (next - now) / 1_000_000 + 1 : 0
        deadlineTimer = loop.schedule(afterMilliseconds: milliseconds) { [self] in
            deadlineTimer = nil
            checkDeadlines()
            armDeadline()
        }
    }

    private func checkDeadlines() {
        let now = RedisRequest.now()
        while let request = waiting.first, request.deadline <= now || request.isAbandoned {
            waiting.removeFirst()
            request.fail(RedisError(.notConnected, lastFailure))
            settled(request)
        }
        guard let oldest = inFlight.first, oldest.deadline <= now else { return }
        // Answers come in order: when the oldest is overdue the connection is dead, and nothing after it can be told apart.
        for request in inFlight.removeAll() {
            request.fail(RedisError(.timeout, "no answer within \(request.timeoutMilliseconds) ms"))
            settled(request)
        }
        link?.close(reason: "no answer in time")
    }

    private func connectionLost(_ reason: String) {
        connectTimer?.cancel()
        connectTimer = nil
        link = nil
        lastFailure = reason
        inbox.withLock { $0.isReady = false }
        if state.phase == .ready {
            logger.warning("Redis connection lost", metadata: ["reason": "\(reason)"])
        }
        for request in inFlight.removeAll() {
            request.fail(RedisError(.connectionLost, reason))
            settled(request)
        }
        guard state.phase != .stopped else { return finish() }
        perform(draining ? state.stop() : state.lost(using: &generator))
    }
}

extension RedisChannel: HiredisLink.Owner {
    func linkConnected(_ link: HiredisLink) {
        guard link === self.link else { return }
        perform(state.connected())
    }

    func link(_ link: HiredisLink, received value: RedisValue) {
        guard link === self.link, let request = inFlight.first else { return }
        guard request.receive(value) else { return }
        // The greeting's answer may have emptied the queue by giving up.
        if inFlight.first === request { inFlight.removeFirst() }
        settled(request)
        if draining, inFlight.isEmpty, waiting.isEmpty { perform(state.stop()) }
    }

    func link(_ link: HiredisLink, closed reason: String) {
        guard link === self.link else { return }
        connectionLost(reason)
    }
}
