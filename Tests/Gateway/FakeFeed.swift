import Contracts
import Foundation
import NIOConcurrencyHelpers
import Terms

@testable import Gateway

/// Producers whose outboxes keep everything, and a Redis that can lose it.
final class FakeFeed: FeedStreams, FeedOutboxes {
    struct Away: Error {}

    private struct State {
        var outboxes: [FeedStream: [FeedEntry]] = [:]
        var streams: [FeedStream: [FeedEntry]] = [:]
        var dropped: [FeedStream: Int64] = [:]
        var isRedisAway = false
        var isProducerAway = false
        var waiters: [CheckedContinuation<Void, Never>] = []
        var outboxReads = 0
    }

    private let state = NIOLockedValueBox(State())
    let tenant = TenantID()

    var partition: Int { Partition.of(tenant) }
    var outboxReads: Int { state.withLockedValue { $0.outboxReads } }

    func stream(_ service: ServiceName) -> FeedStream { FeedStream(partition: partition, service: service) }

    /// Tells an event of the tenant (or another) in the tenant's partition; Redis gets it unless told otherwise.
    @discardableResult
    func tell(_ service: ServiceName = .agreements, tenant other: TenantID? = nil, reachesRedis: Bool = true) throws -> Int64 {
        var payload = EventSamples.tenant
        payload.revision = 1
        let sample = EventSamples.sample(TenantChanged(tenant: payload), service, tenant: other ?? tenant)
        guard let json = sample?.json else { throw Away() }
        let stream = stream(service)
        let (position, waiters) = state.withLockedValue { state in
            let position = (state.outboxes[stream]?.last?.position ?? state.dropped[stream] ?? 0) + 1
            let entry = FeedEntry(position: position, json: json)
            state.outboxes[stream, default: []].append(entry)
            if reachesRedis { state.streams[stream, default: []].append(entry) }
            let waiters = state.waiters
            state.waiters = []
            return (position, waiters)
        }
        for waiter in waiters { waiter.resume() }
        return position
    }

    /// Redis loses everything.
    func wipeRedis() { state.withLockedValue { $0.streams = [:] } }

    /// The relay puts back what Redis lost, from a position on.
    func refill(_ service: ServiceName = .agreements, from position: Int64) {
        let waiters = state.withLockedValue { state in
            state.streams[stream(service)] = state.outboxes[stream(service)]?.filter { $0.position >= position }
            let waiters = state.waiters
            state.waiters = []
            return waiters
        }
        for waiter in waiters { waiter.resume() }
    }

    /// The producer drops what lies up to a position.
    func drop(_ service: ServiceName = .agreements, upTo position: Int64) {
        state.withLockedValue { state in
            state.outboxes[stream(service)]?.removeAll { $0.position <= position }
            state.streams[stream(service)]?.removeAll { $0.position <= position }
            state.dropped[stream(service)] = position
        }
    }

    func set(redisAway: Bool? = nil, producerAway: Bool? = nil) {
        state.withLockedValue { state in
            if let redisAway { state.isRedisAway = redisAway }
            if let producerAway { state.isProducerAway = producerAway }
        }
    }

    func last(_ stream: FeedStream) async throws -> Int64? {
        try state.withLockedValue { state in
            if state.isRedisAway { throw Away() }
            return state.streams[stream]?.last?.position
        }
    }

    func page(_ stream: FeedStream, after position: Int64, limit: Int) async throws -> [FeedEntry] {
        try state.withLockedValue { state in
            if state.isRedisAway { throw Away() }
            return Array((state.streams[stream] ?? []).filter { $0.position > position }.prefix(limit))
        }
    }

    func page(_ stream: FeedStream, after position: Int64, limit: Int) async throws -> (entries: [FeedEntry], head: Int64) {
        try state.withLockedValue { state in
            state.outboxReads += 1
            if state.isProducerAway { throw Away() }
            let entries = state.outboxes[stream] ?? []
            let head = entries.last?.position ?? state.dropped[stream] ?? 0
            return (Array(entries.filter { $0.position > position }.prefix(limit)), head)
        }
    }

    func wait(after positions: [FeedStream: Int64], milliseconds: Int) async throws -> [FeedStream: [FeedEntry]] {
        while !Task.isCancelled {
            let found = try state.withLockedValue { state in
                if state.isRedisAway { throw Away() }
                return positions.reduce(into: [FeedStream: [FeedEntry]]()) { found, item in
                    let entries = (state.streams[item.key] ?? []).filter { $0.position > item.value }
                    if !entries.isEmpty { found[item.key] = entries }
                }
            }
            if !found.isEmpty { return found }
            await withTaskCancellationHandler {
                await withCheckedContinuation { continuation in
                    let isCancelled = Task.isCancelled
                    if isCancelled { return continuation.resume() }
                    state.withLockedValue { $0.waiters.append(continuation) }
                }
            } onCancel: {
                let waiters = state.withLockedValue { state in
                    let waiters = state.waiters
                    state.waiters = []
                    return waiters
                }
                for waiter in waiters { waiter.resume() }
            }
        }
        throw CancellationError()
    }
}
