import Contracts
import Foundation
import NIOCore
import Testing

@testable import Gateway

@Suite("A reader's mailbox")
struct MailboxTests {
    private func event() throws -> FeedEvent {
        let sample = try #require(EventSamples.sample(TenantCreated(tenant: EventSamples.tenant), .agreements))
        return try #require(FeedEvent(service: .agreements, position: 1, json: sample.json))
    }

    @Test("hands over what waits, then waits")
    func order() async throws {
        let mailbox = Mailbox()
        mailbox.put(.heartbeat)
        mailbox.put(.event(try event()))
        #expect(await mailbox.next()?.count == 2)
        async let next = mailbox.next()
        mailbox.put(.event(try event()))
        #expect(await next?.count == 1)
        mailbox.finish(.closed)
        #expect(await mailbox.next() == nil)
        #expect(mailbox.end == .closed)
    }

    @Test("ends rather than grow, in number")
    func overflow() async throws {
        let mailbox = Mailbox()
        let event = try event()
        for _ in 0...Mailbox.maximumItems { mailbox.put(.event(event)) }
        #expect(mailbox.end == .overflow)
        #expect(await mailbox.next() == nil, "what waited is dropped: the reader resumes from its position")
        mailbox.put(.event(event))
        #expect(await mailbox.next() == nil)
    }

    @Test("ends rather than grow, in bytes")
    func bytes() throws {
        var large = EventSamples.tenant
        large.name = String(repeating: "x", count: 600_000)
        let sample = try #require(EventSamples.sample(TenantCreated(tenant: large), .agreements))
        let event = try #require(FeedEvent(service: .agreements, position: 1, json: sample.json))
        let mailbox = Mailbox()
        mailbox.put(.event(event))
        #expect(mailbox.end == nil)
        mailbox.put(.event(event))
        #expect(mailbox.end == .overflow)
    }

    @Test("does not heap up signs of life")
    func heartbeats() async {
        let mailbox = Mailbox()
        for _ in 0..<10 { mailbox.put(.heartbeat) }
        #expect(await mailbox.next()?.count == 1)
    }
}

@Suite("Server-sent events")
struct ServerSentEventTests {
    private func written(_ data: String) -> String {
        var buffer = ByteBuffer()
        ServerSentEvent.append(id: "A1", event: "t", data: data.utf8, to: &buffer)
        return String(buffer: buffer)
    }

    @Test("are spelled as HTML says")
    func spelling() {
        #expect(written("{}") == "id: A1\nevent: t\ndata: {}\n\n")
        #expect(written("a\nb") == "id: A1\nevent: t\ndata: a\ndata: b\n\n")
        #expect(written("a\r\nb\rc") == "id: A1\nevent: t\ndata: a\ndata: b\ndata: c\n\n")
    }
}
