import AsyncHTTPClient
import Contracts
import Foundation
import NIOCore
import NIOHTTP1
import Terms
import TestSupport
import Testing

/// One event as a client of the stream sees it.
struct StreamedEvent: Sendable {
    var id: String
    var name: String
    var data: String

    /// A member of the envelope.
    func text(_ member: String) -> String? { (try? Node(json: Array(data.utf8)))?[member]?.text }
}

extension Installation {
    /// Reads `GET /v1/events` until `isDone`, or until the stream ends.
    func events(
        key: String, after position: String? = nil, query: String = "", while isOpen: () async throws -> Void = {},
        until isDone: ([StreamedEvent]) -> Bool
    ) async throws -> (events: [StreamedEvent], position: String) {
        var request = HTTPClientRequest(url: url("/v1/events\(query)"))
        request.headers.add(name: "authorization", value: "Bearer \(key)")
        if let position { request.headers.add(name: "last-event-id", value: position) }
        let response = try await client.execute(request, timeout: .seconds(60))
        try #require(response.status == .ok)
        #expect(response.headers.first(name: "content-type") == "text/event-stream")
        try await isOpen()
        var events: [StreamedEvent] = []
        var current = StreamedEvent(id: position ?? "", name: "", data: "")
        var rest = ""
        for try await buffer in response.body {
            rest += String(buffer: buffer)
            while let end = rest.firstIndex(of: "\n") {
                let line = rest[..<end]
                if line.hasPrefix("id: ") { current.id = String(line.dropFirst(4)) }
                if line.hasPrefix("event: ") { current.name = String(line.dropFirst(7)) }
                if line.hasPrefix("data: ") { current.data += line.dropFirst(6) }
                if line.isEmpty, !current.name.isEmpty {
                    events.append(current)
                    current.name = ""
                    current.data = ""
                }
                rest = String(rest[rest.index(after: end)...])
            }
            if isDone(events) { break }
        }
        return (events, current.id)
    }
}

@Suite("The stream of events", .serialized, .timeLimit(.minutes(5)))
struct EventFeedTests {
    private func customer(_ provider: Provider, _ key: String) async throws -> String {
        try await provider.id("/v1/customers", #"{"key":"\#(key)","name":"C"}"#)
    }

    @Test("tells staff what happens as it happens, each event described by the document")
    func live() async throws {
        let provider = try await Provider.make("stream")
        let installation = provider.installation
        let schema = try JSONSchema(yaml: DocumentResource.text(named: "asyncapi"))
        let (events, _) = try await installation.events(key: provider.admin) {
            _ = try await customer(provider, "acme")
            try await provider.make(
                "/v1/services",
                #"{"key":"cpaas","name":"C","components":[{"key":"api","source":{"kind":"declared"}}],"tree":{"component":"api"}}"#
            )
            _ = try await eventually("the service being known") {
                let answer = try await installation.send(
                    .POST, "/v1/maintenance", key: provider.admin,
                    json:
                        #"{"service":"cpaas","kind":"scheduled","from":"2026-06-01T00:00:00Z","to":"2026-06-01T01:00:00Z","title":"Works"}"#
                )
                return answer.status == 201 ? true : nil
            }
        } until: {
            $0.contains { $0.name.hasSuffix("maintenance.announced.v1") }
        }
        #expect(events.contains { $0.name == "pledge.agreements.customer.created.v1" })
        #expect(Set(events.map(\.id)).count == events.count)
        for event in events {
            #expect(event.text("tenantid") == provider.tenant.description)
            #expect(event.text("type") == event.name)
            let message = schema.document["components"]?["messages"]?.members?.first { $0.node["name"]?.text == event.name }
            let payload = try #require(message?.node["payload"], "\(event.name)")
            #expect(schema.problems(try Node(json: Array(event.data.utf8)), payload) == [], "\(event.name)")
        }
    }

    @Test("goes on where a client stopped, also across a Redis that lost everything")
    func wiped() async throws {
        let provider = try await Provider.make("resume")
        let installation = provider.installation
        let first = try await installation.events(key: provider.admin, query: "?types=pledge.agreements.customer.*") {
            _ = try await customer(provider, "c1")
        } until: {
            $0.count == 1
        }
        _ = try await customer(provider, "c2")
        await installation.redis.kill(losingData: true)
        // What happens while Redis is away waits in the producers' outboxes.
        _ = try await customer(provider, "c3")
        try await installation.redis.start()
        _ = try await customer(provider, "c4")
        var keys: [String] = []
        var position = first.position
        while keys.count < 3 {
            // A stream that cannot be contiguous ends, and its client comes back: so does this one.
            let part = try await installation.events(
                key: provider.admin, after: position, query: "?types=pledge.agreements.customer.*"
            ) { keys.count + $0.count >= 3 }
            keys += part.events.map { (try? Node(json: Array($0.data.utf8)))?["data"]?["customer"]?["key"]?.text ?? $0.name }
            position = part.position
        }
        #expect(keys == ["c2", "c3", "c4"])
        // And by the parameter, for clients that cannot set the header.
        let again = try await installation.events(
            key: provider.admin, query: "?last_event_id=\(first.position)&types=pledge.agreements.customer.*"
        ) { $0.count == 3 }
        #expect(again.events.count == 3)
    }

    @Test("tells a customer's people of their own, and of what they subscribe to")
    func customers() async throws {
        let provider = try await Provider.make("audience")
        let installation = provider.installation
        let own = try await customer(provider, "own")
        let service = try await provider.defineZectoService()
        let agreement = try await provider.publish("zecto.yaml")
        try await provider.make(
            "/v1/subscriptions",
            #"{"customer":"\#(own)","service":"\#(service)","agreement":"\#(agreement)","plan":"enterprise","currency":"PKR","from":"2026-01-01T00:00:00Z"}"#
        )
        let owner = try await provider.key(.owner, customer: own)
        let stranger = try await provider.key(.member, customer: try await customer(provider, "stranger"))
        let seen = try await installation.events(key: owner) {
            _ = try await customer(provider, "another")
            try await provider.declare("cpaas", "api", [("2026-05-10T00:00:00Z", "2026-05-10T01:00:00Z")])
        } until: {
            $0.contains { $0.name.contains(".outage.") }
        }
        // What the set-up told of the owner itself may come late; of the other customer nothing may.
        #expect(seen.events.allSatisfy { !$0.data.contains(#""another""#) }, "\(seen.events.map(\.data))")
        #expect(!seen.events.contains { $0.name.hasPrefix("pledge.agreements.customer.") }, "\(seen.events.map(\.name))")
        // A stranger to the service has nothing to see until something of its own happens.
        let other = try await installation.events(key: stranger) {
            try await provider.declare("cpaas", "sms", [("2026-05-11T00:00:00Z", "2026-05-11T01:00:00Z")])
            let id = try await eventually("the stranger") {
                try await provider.read("/v1/customers?key=stranger")["data", "0"]?["id"]?.text
            }
            try await provider.make("/v1/customers/\(id)/members", #"{"name":"A","email":"a@b.example","role":"member"}"#)
        } until: {
            !$0.isEmpty
        }
        #expect(other.events.map(\.name) == ["pledge.agreements.member.created.v1"])
        #expect(try await installation.send(.GET, "/v1/events", key: try await provider.key(.ingest)).status == 403)
    }

    @Test("refuses what it cannot read")
    func refuses() async throws {
        let provider = try await Provider.make("refused")
        let installation = provider.installation
        for query in ["?types=", "?types=a*b", "?last_event_id=nonsense", "?nonsense=1", "?types=a&types=b"] {
            #expect(try await installation.send(.GET, "/v1/events\(query)", key: provider.admin).status == 400, "\(query)")
        }
        #expect(
            try await installation.send(.GET, "/v1/events", key: provider.admin, headers: ["last-event-id": "x y"]).status == 400)
    }
}
