import AsyncHTTPClient
import Chassis
import Contracts
import Foundation
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import Redis
import TestSupport
import Testing

@testable import Gateway

@Suite("The stream of events at the door", .timeLimit(.minutes(5)))
struct GatewayStreamTests {
    /// Opens a stream, and gives its lines as they come.
    private func open(_ gateway: GatewayHarness, _ token: String, query: String = "") async throws -> HTTPClientResponse {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(gateway.port)/v1/events\(query)")
        request.headers.add(name: "authorization", value: "Bearer \(token)")
        return try await gateway.client.execute(request, timeout: .seconds(30))
    }

    /// A service whose outbox is empty.
    private let quiet = FakeUpstream { _ in .answer(FakeUpstream.json(#"{"data":[],"head":0,"oldest":1}"#)) }

    @Test("ends when the gateway stops, which does not wait for its readers")
    func stops() async throws {
        let redis = try await PrivateRedis()
        let reading = NIOLockedValueBox<Task<String, any Error>?>(nil)
        try await GatewayHarness.run(redis: redis.address, upstream: quiet) { gateway in
            let response = try await open(gateway, try await gateway.token(.admin))
            #expect(response.headers.first(name: "cache-control") == "no-cache, no-store")
            #expect(response.headers.first(name: "x-accel-buffering") == "no")
            let task = Task {
                try await response.body.reduce(into: "") { $0 += String(buffer: $1) }
            }
            reading.withLockedValue { $0 = task }
        }
        let text = try await #require(reading.withLockedValue { $0 }).value
        #expect(text.hasPrefix("retry: 2000\nid: "))
        await redis.remove()
    }

    @Test("shows that it is alive, tells what Redis gets, and nothing of other tenants")
    func tells() async throws {
        let redis = try await PrivateRedis()
        try await GatewayHarness.run(["PLEDGE_EVENT_HEARTBEAT_MS": "20"], redis: redis.address, upstream: quiet) { gateway in
            let response = try await open(gateway, try await gateway.token(.agent))
            let partition = Partition.of(gateway.tenant)
            var position: Int64 = 0
            for tenant in [TenantID(), gateway.tenant] {
                let sample = try #require(
                    EventSamples.sample(TenantChanged(tenant: EventSamples.tenant), .agreements, tenant: tenant))
                position += 1
                try await gateway.redis.xadd(
                    Partition.streamKey(partition, .agreements), id: StreamID(UInt64(position)),
                    fields: [("id", Array("x".utf8)), ("event", Array(sample.json))])
            }
            var text = ""
            for try await buffer in response.body {
                text += String(buffer: buffer)
                // A piece may end anywhere: the event is there when its data is.
                let hasEvent = text.contains("event: pledge.agreements.tenant.changed.v1") && text.hasSuffix("\n\n")
                if text.contains(": still here"), hasEvent { break }
            }
            #expect(text.contains(gateway.tenant.description))
            #expect(text.components(separatedBy: "event: ").count == 2, "one of the two: \(text)")
        }
        await redis.remove()
    }

    @Test("is bounded for each tenant")
    func bounded() async throws {
        try await GatewayHarness.run(["PLEDGE_EVENT_STREAMS": "2"], upstream: quiet) { gateway in
            let token = try await gateway.token(.admin)
            let first = try await open(gateway, token)
            let second = try await open(gateway, token)
            #expect(first.status == .ok && second.status == .ok)
            let third = try await gateway.send(.GET, "/v1/events", token: token)
            #expect(third.status == 429)
            #expect(third.problem == "too-many-streams")
            let other = try await open(gateway, try await gateway.token(.admin, tenant: TenantID()))
            #expect(other.status == .ok)
        }
    }
}
