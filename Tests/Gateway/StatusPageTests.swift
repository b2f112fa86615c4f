import AsyncHTTPClient
import Contracts
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import Terms
import TestSupport
import Testing

@testable import Gateway

@Suite("The status page at the door", .timeLimit(.minutes(5)))
struct StatusPageTests {
    private typealias Samples = StatusPageSamples

    /// Services that can be taken down, each known by what it is asked: a tenant by its key, or by its id.
    private final class Services: Sendable {
        let down = NIOLockedValueBox<Set<String>>([])
        let asked = NIOLockedValueBox<[String: Int]>([:])

        var upstream: FakeUpstream {
            FakeUpstream { [self] seen in
                let isTenant = seen.target.hasSuffix("tenant=\(Samples.tenant.key)")
                let isFirst = seen.target.hasSuffix("\(Samples.tenant.id)")
                let what = isTenant ? "tenant" : isFirst ? "parts" : "others"
                asked.withLockedValue { $0[what, default: 0] += 1 }
                if down.withLockedValue({ $0.contains(what) }) { return .hangUp }
                if isTenant { return .answer(FakeUpstream.json(try PledgeJSON.encodeText(Samples.tenant))) }
                guard isFirst else { return .answer(FakeUpstream.json("{}", status: .notFound)) }
                // One upstream stands for both services: what it answers is the part of each.
                let parts = [
                    try PledgeJSON.encodeText(Samples.services()),
                    try PledgeJSON.encodeText(PublicIncidents(incidents: [Samples.incident()])),
                ]
                return .answer(FakeUpstream.json("\(parts[0].dropLast()),\(parts[1].dropFirst())"))
            }
        }

        func count(_ what: String) -> Int { asked.withLockedValue { $0[what] ?? 0 } }
    }

    private static let path = "/status/\(StatusPageSamples.tenant.key)"
    private static let calendar = "\(path)/maintenance.ics"

    @Test("many who ask at once have it made once, and all get the same bytes")
    func stampede() async throws {
        let services = Services()
        try await GatewayHarness.run(["PLEDGE_RATE_LIMIT_ADDRESS": "off"], upstream: services.upstream) { gateway in
            let answers = try await withThrowingTaskGroup(of: Answer.self) { group in
                for index in 0..<64 {
                    let path = index.isMultiple(of: 2) ? Self.path : "\(Self.path)/api/v2/summary.json"
                    group.addTask { try await gateway.send(.GET, path) }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            #expect(answers.allSatisfy { $0.status == 200 })
            #expect(Set(answers.map(\.body)).count == 2)
            #expect(services.count("tenant") == 1 && services.count("parts") == 2)
            let inner = gateway.upstream.seen.map { $0.headers[.authorization] }
            #expect(inner.allSatisfy { $0 == "Bearer between-us" })
        }
    }

    @Test("it may be kept, asked for again by its tag, and read from pages of other origins")
    func caching() async throws {
        try await GatewayHarness.run(upstream: Services().upstream) { gateway in
            for (path, seconds) in [(Self.path, 10), ("\(Self.path)/api/v2/summary.json", 10), (Self.calendar, 300)] {
                let answer = try await gateway.send(.GET, path)
                let tag = try #require(answer.headers.first(name: "etag"))
                #expect(answer.headers.first(name: "cache-control") == "public, max-age=\(seconds)")
                #expect(answer.headers.first(name: "access-control-allow-origin") == "*")
                #expect(answer.headers.first(name: "x-content-type-options") == "nosniff")
                let policy = answer.headers.first(name: "content-security-policy") ?? ""
                #expect(policy.hasPrefix("default-src 'none'") && !policy.contains("unsafe"))
                for known in [tag, "W/\(tag)", "\"x\", \(tag)", "*"] {
                    let again = try await gateway.send(.GET, path, headers: ["if-none-match": known])
                    #expect(again.status == 304 && again.body.isEmpty && again.headers.first(name: "etag") == tag)
                }
                #expect(try await gateway.send(.GET, path, headers: ["if-none-match": "\"x\""]).status == 200)
                let head = try await gateway.send(.HEAD, path)
                #expect(head.status == 200 && head.headers.first(name: "content-length") == "\(answer.body.count)")
            }
            #expect(try await gateway.send(.GET, Self.path).headers.first(name: "content-type") == "text/html; charset=utf-8")
            let calendar = try await gateway.send(.GET, Self.calendar)
            #expect(calendar.headers.first(name: "content-type") == "text/calendar; charset=utf-8")
            #expect(calendar.text.hasPrefix("BEGIN:VCALENDAR\r\n"))
        }
    }

    @Test("what is no key is nobody's, and is not asked about")
    func hostile() async throws {
        let services = Services()
        try await GatewayHarness.run(upstream: services.upstream) { gateway in
            let long = String(repeating: "a", count: 65)
            for key in ["UPPER", "%2e%2e", "a%00", "-x", "a%2Fb", "%F0%9F%92%A9", "a&tenant=b", "..", long, "'%20or%201=1--"] {
                for path in ["/status/\(key)", "/status/\(key)/api/v2/summary.json", "/status/\(key)/maintenance.ics"] {
                    let answer = try await gateway.send(.GET, path)
                    #expect(answer.status == 404 && answer.problem == "not-found", "\(path)")
                }
            }
            #expect(gateway.upstream.seen.isEmpty)
            #expect(try await gateway.send(.GET, "\(Self.path)?x=1").status == 400)
            #expect(try await gateway.send(.GET, Self.path, body: .bytes(ByteBuffer(string: "x"))).status == 413)
            #expect(try await gateway.send(.POST, Self.path).status == 405)
            #expect(try await gateway.send(.GET, "\(Self.path)/").status == 404)
            // Guessing costs the services one question each.
            for _ in 0..<5 { #expect(try await gateway.send(.GET, "/status/nobody").status == 404) }
            #expect(services.count("others") == 1)
        }
    }

    @Test("a service that is down costs its part; whose page it is stays known; of what never was known nobody can tell")
    func degraded() async throws {
        let services = Services()
        let settings = ["PLEDGE_STATUS_PAGE_SECONDS": "1", "PLEDGE_VIEW_SECONDS": "1", "PLEDGE_RATE_LIMIT_ADDRESS": "off"]
        try await GatewayHarness.run(settings, upstream: services.upstream) { gateway in
            services.down.withLockedValue { $0 = ["tenant"] }
            let unknown = try await gateway.send(.GET, Self.path)
            #expect(unknown.status == 503 && unknown.headers.first(name: "retry-after") != nil)
            services.down.withLockedValue { $0 = [] }
            #expect(try await gateway.send(.GET, Self.path).text.contains("Messages"))
            services.down.withLockedValue { $0 = ["tenant", "parts"] }
            let page = try await eventually("the page being made again") {
                let answer = try await gateway.send(.GET, Self.path)
                #expect(answer.status == 200)
                return answer.text.contains("cannot be shown at the moment") ? answer.text : nil
            }
            #expect(page.contains("Zecto") && !page.contains("Messages"))
            // An empty calendar would take everything out of its readers' calendars.
            #expect(try await gateway.send(.GET, Self.calendar).status == 503)
            services.down.withLockedValue { $0 = [] }
            _ = try await eventually("the page being whole again") {
                try await gateway.send(.GET, Self.path).text.contains("Messages") ? true : nil
            }
        }
    }
}
