import Contracts
import Foundation
import Logging
import Redis

/// Keeps the streams equal to the positions: adds what was placed, and again what Redis has lost.
///
/// An entry's id is `<position>-0`, so Redis itself refuses a second one at the same place; a refusal counts as success only
/// when the entry that is there is the same event.
struct StreamMirror {
    /// How many events are read and added at once when a stream is filled up.
    static let fillPage = 500

    private let service: ServiceName
    private let redis: RedisClient
    private let reader: OutboxReader
    private let configuration: RelayConfiguration
    private let logger: Logger

    /// The last position that the outbox has given, by partition.
    private(set) var heads = [Int64](repeating: 0, count: Partition.count)
    /// The last position that the stream is known to have; nil when that must be found out.
    private var sent = [Int64?](repeating: nil, count: Partition.count)
    /// The last position that the stream was known to have.
    private var confirmed = [Int64](repeating: 0, count: Partition.count)
    private(set) var appended: Int64 = 0
    private(set) var conflicts: Int64 = 0

    init(service: ServiceName, redis: RedisClient, reader: OutboxReader, configuration: RelayConfiguration, logger: Logger) {
        self.service = service
        self.redis = redis
        self.reader = reader
        self.configuration = configuration
        self.logger = logger
    }

    /// How many positions the streams do not have, as far as is known.
    var lag: Int64 { zip(heads, confirmed).reduce(0) { sum, pair in sum + max(0, pair.0 - pair.1) } }

    /// Whether it is known what every stream has.
    var isKnown: Bool { !sent.contains(nil) }

    /// Begins anew from the outbox's heads; nothing is known of the streams.
    mutating func restart(heads: [Int64]) {
        self.heads = heads
        forget()
    }

    /// Redis may have become another: find out before adding.
    mutating func forget() { sent = Array(repeating: nil, count: Partition.count) }

    /// Adds events that were placed just now. Partitions whose stream is behind are left to `fill`.
    mutating func append(_ events: [PlacedEvent]) async {
        for event in events { heads[event.partition] = max(heads[event.partition], event.position) }
        guard redis.isConnected else { return forget() }
        // In order: what goes into one partition follows what went before it.
        var expected = sent
        var added: [PlacedEvent] = []
        for event in events.sorted(by: { ($0.partition, $0.position) < ($1.partition, $1.position) })
        where expected[event.partition] == event.position - 1 {
            expected[event.partition] = event.position
            added.append(event)
        }
        await add(
            added.map { event in
                Entry(
                    partition: event.partition, position: event.position, id: event.id.description, type: event.type,
                    envelope: event.envelope)
            })
    }

    private struct Entry {
        let partition: Int
        let position: Int64
        let id: String
        let type: String
        let envelope: String
    }

    private mutating func add(_ entries: [Entry]) async {
        guard !entries.isEmpty else { return }
        var commands = entries.map { entry in
            RedisCommand.xadd(
                key(entry.partition), position: entry.position,
                fields: [
                    (StreamField.id, Array(entry.id.utf8)), (StreamField.type, Array(entry.type.utf8)),
                    (StreamField.event, Array(entry.envelope.utf8)),
                ])
        }
        commands += trims(entries)
        guard let answers = try? await redis.sendTogether(commands) else { return forget() }
        for (entry, answer) in zip(entries, answers) {
            switch answer {
            case .error(let words) where words.contains("equal or smaller"):
                await verify(entry)
            case .error(let words):
                logger.warning("a stream refuses an event", metadata: ["partition": "\(entry.partition)", "reason": "\(words)"])
                sent[entry.partition] = nil
            default:
                appended += 1
                advance(entry)
            }
        }
    }

    private func trims(_ entries: [Entry]) -> [RedisCommand] {
        let crossed = entries.filter { $0.position % configuration.trimEvery == 0 && $0.position > configuration.streamWindow }
        return crossed.map { .xtrim(key($0.partition), below: $0.position - configuration.streamWindow) }
    }

    private mutating func advance(_ entry: Entry) {
        guard sent[entry.partition] == entry.position - 1 else { return }
        sent[entry.partition] = entry.position
        confirmed[entry.partition] = entry.position
    }

    /// Redis has an id at or above this one already: good if it is this very event.
    private mutating func verify(_ entry: Entry) async {
        guard sent[entry.partition] != nil else { return }
        let id = StreamID(UInt64(entry.position))
        guard let stored = try? await redis.xrange(key(entry.partition), from: id, to: id, count: 1) else { return forget() }
        let storedID = stored.first?[StreamField.id].map { String(decoding: $0, as: UTF8.self) }
        guard storedID != entry.id else { return advance(entry) }
        await conflict(entry.partition, "position \(entry.position) is taken by \(storedID ?? "an entry that is gone")")
    }

    /// The outbox is the truth: a stream that says otherwise is made anew from it.
    private mutating func conflict(_ partition: Int, _ reason: String) async {
        conflicts += 1
        sent[partition] = nil
        logger.error(
            "a stream does not match the outbox and is made anew",
            metadata: ["stream": "\(key(partition))", "reason": "\(reason)"])
        _ = try? await redis.delete(key(partition))
    }

    /// Compares every stream with the outbox and adds what it lacks, as far as the window reaches back.
    mutating func fill() async throws {
        guard redis.isConnected else { return forget() }
        let answers = try await redis.sendAll((0..<Partition.count).map { .xinfoStream(key($0)) })
        for partition in 0..<Partition.count {
            let info = try StreamInfo(answers[partition])
            let last = Int64(clamping: info?.lastGeneratedID.major ?? 0)
            guard last <= heads[partition] else {
                await conflict(partition, "it has \(last), the outbox has given \(heads[partition])")
                continue
            }
            sent[partition] = last
            confirmed[partition] = last
            if last < heads[partition] { try await fill(partition, after: last) }
        }
    }

    private mutating func fill(_ partition: Int, after last: Int64) async throws {
        // A stream that is empty or far behind begins with the window; consumers find the gap and read the rest themselves.
        var after = max(last, heads[partition] - configuration.streamWindow)
        sent[partition] = after
        while after < heads[partition], sent[partition] == after {
            let page = try await reader.page(partition: partition, after: after, limit: Self.fillPage)
            // Nothing there: past retention. The stream begins after it.
            guard let last = page.data.last?.position else { return }
            // Retention may have cut off the front of the window.
            sent[partition] = page.data[0].position - 1
            await add(
                page.data.compactMap { item in
                    guard item.position <= heads[partition], let event = try? EventEnvelope(json: Data(item.envelope.utf8))
                    else { return nil }
                    return Entry(
                        partition: partition, position: item.position, id: event.id.description, type: event.type,
                        envelope: item.envelope)
                })
            after = last
        }
    }

    private func key(_ partition: Int) -> String { Partition.streamKey(partition, service) }
}
