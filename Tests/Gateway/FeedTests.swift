import Contracts
import Foundation
import Logging
import NIOConcurrencyHelpers
import NIOCore
import Testing

@testable import Gateway

@Suite("The feed")
struct FeedTests {
    private let feed = FakeFeed()

    /// Runs a hub over the feed while `body` runs.
    private func withHub(maximumReaders: Int = 10, _ body: (FeedHub) async throws -> Void) async throws {
        let hub = FeedHub(
            streams: feed, outboxes: feed, heartbeat: .seconds(3600), maximumReaders: maximumReaders,
            logger: Logger(label: "test"))
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await hub.run() }
            try await body(hub)
            group.cancelAll()
        }
    }

    /// Reads a stream until its end, or until it has `count` events.
    private func read(_ hub: FeedHub, from resume: FeedPosition? = nil, count: Int, _ during: () throws -> Void = {}) async throws
        -> Reading
    {
        let (start, mailbox) = try await hub.subscribe(feed.tenant)
        defer { hub.unsubscribe(feed.tenant, mailbox) }
        try during()
        var stream = EventStream(
            history: FeedHistory(streams: feed, outboxes: feed), filter: .all,
            viewer: FeedViewer(tenant: feed.tenant, customer: nil), start: start, mailbox: mailbox, resume: resume,
            logger: Logger(label: "test"))
        let reading = NIOLockedValueBox(Reading())
        try await stream.write { buffer in
            let isDone = reading.withLockedValue { reading in
                reading.add(String(buffer: buffer))
                return reading.events.count >= count
            }
            if isDone { mailbox.finish(.closed) }
        }
        return reading.withLockedValue { $0 }
    }

    @Test("tells what happens, with the position after it")
    func live() async throws {
        try await withHub { hub in
            let reading = try await read(hub, count: 2) {
                try feed.tell()
                try feed.tell(tenant: TenantID())
                try feed.tell(.availability)
            }
            #expect(reading.events == ["pledge.agreements.tenant.changed.v1", "pledge.agreements.tenant.changed.v1"])
            let last = try #require(reading.positions.last)
            #expect(last.partition == feed.partition)
        }
    }

    @Test("goes on after the position of a reader that was away, over every producer")
    func resumes() async throws {
        try await withHub { hub in
            let first = try await read(hub, count: 1) { try feed.tell() }
            let position = try #require(first.positions.last)
            try feed.tell()
            try feed.tell(.availability)
            let second = try await read(hub, from: position, count: 2)
            #expect(second.events.count == 2)
            #expect(second.positions.last?.positions[.agreements] == 2)
            #expect(second.positions.last?.positions[.availability] == 1)
        }
    }

    @Test("reads from the producers what Redis has lost")
    func wiped() async throws {
        for _ in 0..<3 { try feed.tell() }
        try await withHub { hub in
            let position = FeedPosition(
                partition: feed.partition, positions: Dictionary(uniqueKeysWithValues: FeedStream.producers.map { ($0, 0) }))
            feed.wipeRedis()
            let reading = try await read(hub, from: position, count: 3)
            #expect(reading.events.count == 3)
            #expect(!reading.events.contains("reset"))
            #expect(feed.outboxReads > 0)
        }
    }

    @Test("neither repeats nor misses anything when the relay refills Redis under a reader")
    func refilled() async throws {
        for _ in 0..<5 { try feed.tell() }
        try await withHub { hub in
            let reading = try await read(hub, count: 2) {
                feed.wipeRedis()
                feed.refill(from: 1)
                try feed.tell()
                try feed.tell()
            }
            #expect(reading.positions.compactMap { $0.positions[.agreements] }.suffix(2) == [6, 7])
        }
    }

    @Test("ends a reader where events are missing, whose next visit finds them")
    func discontinuity() async throws {
        try feed.tell()
        try await withHub { hub in
            let reading = try await read(hub, count: 3) {
                try feed.tell(reachesRedis: false)
                try feed.tell()
            }
            let position = try #require(reading.positions.last)
            let missed = 3 - (position.positions[.agreements] ?? 0)
            let rest = try await read(hub, from: position, count: Int(missed))
            #expect(reading.events.count + rest.events.count == 2)
            #expect(rest.positions.last?.positions[.agreements] == 3)
        }
    }

    @Test("says reset when what comes next is not kept any longer")
    func tooOld() async throws {
        for _ in 0..<5 { try feed.tell() }
        feed.drop(upTo: 3)
        try await withHub { hub in
            var position = FeedPosition(partition: feed.partition)
            position.positions[.agreements] = 1
            let reading = try await read(hub, from: position, count: 2) { try feed.tell() }
            #expect(reading.events.first == "reset")
            #expect(reading.positions.last?.positions[.agreements] == 6)
        }
    }

    @Test("says reset for a position that never was, and for one of another partition")
    func foreign() async throws {
        try feed.tell()
        try await withHub { hub in
            var future = FeedPosition(partition: feed.partition)
            future.positions[.agreements] = 1_000_000
            let fromFuture = try await read(hub, from: future, count: 1)
            #expect(fromFuture.events == ["reset"])
            var other = FeedPosition(partition: (feed.partition + 1) % Partition.count)
            other.positions[.agreements] = 1
            let fromOther = try await read(hub, from: other, count: 1)
            #expect(fromOther.events == ["reset"])
        }
    }

    @Test("goes on while Redis is away, from where it was")
    func away() async throws {
        try feed.tell()
        try await withHub { hub in
            let reading = try await read(hub, count: 1) {
                feed.set(redisAway: true)
                try feed.tell()
                feed.set(redisAway: false)
            }
            #expect(reading.events.count == 1)
        }
    }

    @Test("bounds a tenant's readers, and ends them all when it stops")
    func bounds() async throws {
        try await withHub(maximumReaders: 2) { hub in
            let first = try await hub.subscribe(feed.tenant)
            _ = try await hub.subscribe(feed.tenant)
            let problem = await #expect(throws: Problem.self) { try await hub.subscribe(feed.tenant) }
            #expect(problem?.status == 429)
            _ = try await hub.subscribe(TenantID())
            hub.unsubscribe(feed.tenant, first.mailbox)
            let again = try await hub.subscribe(feed.tenant)
            hub.close()
            #expect(await again.mailbox.next() == nil)
            let closed = await #expect(throws: Problem.self) { try await hub.subscribe(feed.tenant) }
            #expect(closed?.status == 503)
        }
    }
}

/// What a reader has read.
struct Reading: Sendable {
    private(set) var events: [String] = []
    private(set) var positions: [FeedPosition] = []

    mutating func add(_ text: String) {
        for line in text.split(separator: "\n") {
            if line.hasPrefix("event: ") { events.append(String(line.dropFirst(7))) }
            if line.hasPrefix("id: "), let position = FeedPosition(line.dropFirst(4)) { positions.append(position) }
        }
    }
}
