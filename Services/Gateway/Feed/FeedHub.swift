import Contracts
import Logging
import NIOConcurrencyHelpers
import ServiceLifecycle

/// Reads every stream once and hands each event to the readers of its tenant. One a process.
///
/// It promises each reader a contiguous run of its partition, or an end: where events are missing it ends the partition's
/// readers, and their resumption, which can read the producers' outboxes, makes up for it.
final class FeedHub: Service {
    /// How long one read of Redis waits for news, in milliseconds: bounds how late a stop or a dead connection is noticed.
    private static let waitMilliseconds = 5000
    /// How long Redis is left alone after a failure.
    private static let pause = Duration.milliseconds(500)

    private struct State {
        /// The last position seen of every stream; absent when nobody knows.
        var known: [FeedStream: Int64] = [:]
        /// The readers, by tenant.
        var readers: [TenantID: [ObjectIdentifier: Mailbox]] = [:]
        var isClosed = false
    }

    private let streams: any FeedStreams
    private let outboxes: any FeedOutboxes
    private let heartbeat: Duration
    private let maximumReaders: Int
    private let logger: Logger
    private let state = NIOLockedValueBox(State())

    /// A hub.
    /// - Parameters:
    ///   - heartbeat: how often readers are shown that the stream is alive.
    ///   - maximumReaders: the most streams that a tenant may hold open in this process.
    init(
        streams: any FeedStreams, outboxes: any FeedOutboxes, heartbeat: Duration, maximumReaders: Int, logger: Logger
    ) {
        self.streams = streams
        self.outboxes = outboxes
        self.heartbeat = heartbeat
        self.maximumReaders = maximumReaders
        self.logger = logger
    }

    /// How many streams are open.
    var readerCount: Int { state.withLockedValue { $0.readers.values.reduce(0) { $0 + $1.count } } }

    /// Reads until the process stops; ends all readers then.
    func run() async throws {
        await withTaskGroup(of: Void.self) { group in
            group.addTask { await self.readStreams() }
            group.addTask { await self.beat() }
            try? await gracefulShutdown()
            group.cancelAll()
        }
        close()
    }

    /// Ends all readers, and refuses new ones.
    func close() {
        let mailboxes = state.withLockedValue { state in
            state.isClosed = true
            return state.readers.values.flatMap(\.values)
        }
        for mailbox in mailboxes { mailbox.finish(.closed) }
    }

    /// Begins to read a tenant's events.
    /// - Returns: where live reading begins, and what receives it.
    /// - Throws: 429 past the tenant's bound, 503 when the gateway stops.
    func subscribe(_ tenant: TenantID) async throws(Problem) -> (start: FeedPosition, mailbox: Mailbox) {
        let partition = Partition.of(tenant)
        await learnPositions(partition)
        let mailbox = Mailbox()
        let outcome = state.withLockedValue { state -> Result<FeedPosition, Problem> in
            if state.isClosed { return .failure(.unavailable("the gateway stops")) }
            guard state.readers[tenant, default: [:]].count < maximumReaders else {
                return .failure(.tooManyStreams(maximumReaders))
            }
            state.readers[tenant, default: [:]][ObjectIdentifier(mailbox)] = mailbox
            var position = FeedPosition(partition: partition)
            for service in FeedStream.producers {
                position.positions[service] = state.known[FeedStream(partition: partition, service: service)]
            }
            return .success(position)
        }
        return (try outcome.get(), mailbox)
    }

    /// Ends reading.
    func unsubscribe(_ tenant: TenantID, _ mailbox: Mailbox) {
        state.withLockedValue { state in
            state.readers[tenant]?[ObjectIdentifier(mailbox)] = nil
            if state.readers[tenant]?.isEmpty == true { state.readers[tenant] = nil }
        }
        mailbox.finish(.closed)
    }

    // MARK: Reading

    private func readStreams() async {
        var logged = false
        while !Task.isCancelled {
            do {
                try await learnStreams()
                logged = false
                while !Task.isCancelled {
                    let positions = state.withLockedValue { state in
                        FeedStream.all.reduce(into: [:]) { $0[$1] = state.known[$1] ?? 0 }
                    }
                    for (stream, entries) in try await streams.wait(after: positions, milliseconds: Self.waitMilliseconds) {
                        deliver(stream, entries)
                    }
                }
            } catch {
                // Said once a failure: Redis may be away for long, and the events are safe with their producers.
                if !logged, !Task.isCancelled {
                    logger.warning("the event streams cannot be read", metadata: ["error": "\(error)"])
                }
                logged = true
                try? await Task.sleep(for: Self.pause)
            }
        }
    }

    /// Where every stream in Redis stands when nothing is known of it yet: what was before is history, read on demand.
    private func learnStreams() async throws {
        for stream in FeedStream.all where state.withLockedValue({ $0.known[stream] == nil }) {
            guard let last = try await streams.last(stream) else { continue }
            state.withLockedValue { if $0.known[stream] == nil { $0.known[stream] = last } }
        }
    }

    /// Asks the producers about streams that Redis does not have: a new installation, or a wiped Redis.
    private func learnPositions(_ partition: Int) async {
        let unknown = state.withLockedValue { state in
            FeedStream.producers.map { FeedStream(partition: partition, service: $0) }.filter { state.known[$0] == nil }
        }
        await withTaskGroup(of: (FeedStream, Int64?).self) { group in
            for stream in unknown {
                group.addTask { (stream, try? await self.outboxes.page(stream, after: 0, limit: 1).head) }
            }
            for await (stream, head) in group {
                guard let head else { continue }
                state.withLockedValue { if $0.known[stream] == nil { $0.known[stream] = head } }
            }
        }
    }

    private func deliver(_ stream: FeedStream, _ entries: [FeedEntry]) {
        for entry in entries {
            let (isNext, isGap) = state.withLockedValue { state -> (Bool, Bool) in
                let known = state.known[stream]
                if let known, entry.position <= known { return (false, false) }
                state.known[stream] = entry.position
                return (true, entry.position != (known ?? 0) + 1)
            }
            guard isNext else { continue }
            if isGap { interrupt(stream.partition) }
            guard state.withLockedValue({ !$0.readers.isEmpty }) else { continue }
            guard let event = FeedEvent(service: stream.service, position: entry.position, json: entry.json) else {
                logger.error("an event cannot be read", metadata: ["stream": "\(stream.key)", "position": "\(entry.position)"])
                continue
            }
            for mailbox in state.withLockedValue({ $0.readers[event.tenant].map { Array($0.values) } ?? [] }) {
                mailbox.put(.event(event))
            }
        }
    }

    /// Ends the readers of a partition of which events were missed.
    private func interrupt(_ partition: Int) {
        let mailboxes = state.withLockedValue { state in
            state.readers.filter { Partition.of($0.key) == partition }.flatMap { $0.value.values }
        }
        for mailbox in mailboxes { mailbox.finish(.discontinuity) }
    }

    private func beat() async {
        while (try? await Task.sleep(for: heartbeat)) != nil {
            for mailbox in state.withLockedValue({ $0.readers.values.flatMap(\.values) }) { mailbox.put(.heartbeat) }
        }
    }
}

extension Problem {
    /// 429: the tenant holds as many event streams open as it may.
    static func tooManyStreams(_ maximum: Int) -> Problem {
        Problem(
            status: 429, slug: "too-many-streams", title: "Too many open event streams", detail: "at most \(maximum) at a time",
            headers: ["retry-after": "5"])
    }
}
