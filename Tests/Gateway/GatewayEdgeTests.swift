import AsyncHTTPClient
import Chassis
import Contracts
import Foundation
import HTTPTypes
import HummingbirdCore
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import Testing

@testable import Gateway

@Suite("At the door")
struct GatewayEdgeTests {
    @Test("unknown paths are 404, wrong methods 405 with what there is, and both are problems")
    func paths() async throws {
        try await GatewayHarness.run { gateway in
            for path in [
                "/", "/v1", "/v1/nothing", "/internal/events", "/metrics", "/readyz", "/v1/customers/", "//v1/customers",
                "/v1/customers/%2e%2e",
            ] {
                let answer = try await gateway.send(.GET, path)
                // An encoded id is the owner's to refuse, once the caller is known.
                #expect(answer.status == (path.contains("%") ? 401 : 404), "\(path)")
                #expect(answer.problem != nil, "\(path)")
                #expect(answer.headers.first(name: "x-request-id")?.isEmpty == false)
                #expect(answer.headers.first(name: "x-content-type-options") == "nosniff")
            }
            let answer = try await gateway.send(.PATCH, "/v1/customers")
            #expect(answer.status == 405)
            #expect(answer.headers.first(name: "allow") == "GET, HEAD, POST")
            #expect(try await gateway.send(.OPTIONS, "/v1/customers").status == 405)
            #expect(gateway.upstream.seen.isEmpty)
        }
    }

    @Test("who does not say who calls is 401, who may not is 403")
    func access() async throws {
        try await GatewayHarness.run { gateway in
            for headers: HTTPHeaders in [
                [:], ["authorization": "Bearer nonsense"], ["authorization": "Digest x"], ["authorization": "Basic eDp5"],
            ] {
                let answer = try await gateway.send(.GET, "/v1/customers", headers: headers)
                #expect(answer.status == 401)
                #expect(answer.problem == "unauthorized")
                #expect(answer.headers.first(name: "www-authenticate")?.hasPrefix("Bearer") == true)
            }
            let expired = try await gateway.token(.admin)
            gateway.clock.advance(by: 3600)
            #expect(try await gateway.send(.GET, "/v1/customers", token: expired).status == 401)
            let answer = try await gateway.send(.POST, "/v1/customers", token: gateway.token(.agent))
            #expect(answer.status == 403)
            #expect(answer.problem == "forbidden")
            #expect(gateway.upstream.seen.isEmpty, "nothing of this reached the service")
        }
    }

    @Test("a request goes on with what it may carry, and nothing that a client could lie with")
    func forwards() async throws {
        try await GatewayHarness.run { gateway in
            let token = try await gateway.token(.admin)
            let trace = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
            let answer = try await gateway.send(
                .GET, "/v1/customers?limit=2&key=a%20b", token: token,
                headers: [
                    "traceparent": trace, "tracestate": "a=b", "x-request-id": "mine-1", "x-pledge-tenant": "ten_other",
                    "x-forwarded-for": "1.2.3.4", "forwarded": "for=1.2.3.4", "cookie": "a=b", "connection": "x-secret",
                    "x-secret": "1", "if-none-match": "\"v1\"", "te": "trailers",
                ])
            #expect(answer.status == 200)
            #expect(answer.headers.first(name: "x-request-id") == "mine-1")
            #expect(answer.headers.first(name: "cache-control") == "private, no-cache")
            let seen = try #require(gateway.upstream.seen.first)
            #expect(seen.target == "/v1/customers?limit=2&key=a%20b")
            let fields = Dictionary(seen.headers.map { ($0.name.canonicalName, $0.value) }) { a, b in "\(a), \(b)" }
            #expect(fields["authorization"] == "Bearer \(token)")
            #expect(fields["traceparent"]?.hasPrefix("00-4bf92f3577b34da6a3ce929d0e0e4736-") == true)
            #expect(fields["traceparent"] != trace, "the gateway's own part of the trace")
            #expect(fields["tracestate"] == "a=b")
            #expect(fields["if-none-match"] == "\"v1\"")
            for name in ["x-pledge-tenant", "x-forwarded-for", "forwarded", "cookie", "x-secret", "te"] {
                #expect(fields[name] == nil, "\(name)")
            }
        }
    }

    @Test("an invalid trace is begun anew")
    func traces() async throws {
        try await GatewayHarness.run { gateway in
            _ = try await gateway.send(
                .GET, "/v1/customers", token: gateway.token(.admin),
                headers: ["traceparent": "00-00000000000000000000000000000000-00f067aa0ba902b7-01", "tracestate": "a=b"])
            let headers = try #require(gateway.upstream.seen.first).headers
            let given = try #require(headers.first { $0.name.canonicalName == "traceparent" }?.value)
            #expect(Traceparent(given) != nil)
            #expect(!headers.contains { $0.name.canonicalName == "tracestate" })
        }
    }

    @Test("HEAD is answered without a body, by the length of GET's")
    func head() async throws {
        let upstream = FakeUpstream { seen in
            seen.method == "HEAD"
                ? .answer(.init(status: .ok, headers: [.contentLength: "1234", .eTag: "\"v1\""]))
                : .answer(FakeUpstream.json("{}"))
        }
        try await GatewayHarness.run(upstream: upstream) { gateway in
            let answer = try await gateway.send(.HEAD, "/v1/customers", token: gateway.token(.admin))
            #expect(answer.status == 200)
            #expect(answer.body.isEmpty)
            #expect(answer.headers.first(name: "content-length") == "1234")
            #expect(answer.headers.first(name: "etag") == "\"v1\"")
        }
    }

    @Test("the documents are served, to be asked for again with their tag")
    func documents() async throws {
        try await GatewayHarness.run { gateway in
            for path in ["/openapi.yaml", "/asyncapi.yaml"] {
                let answer = try await gateway.send(.GET, path)
                #expect(answer.status == 200)
                let text = try DocumentResource.text(named: String(path.dropFirst().dropLast(5)))
                #expect(answer.text == text)
                let tag = try #require(answer.headers.first(name: "etag"))
                #expect(try await gateway.send(.GET, path, headers: ["if-none-match": tag]).status == 304)
                #expect(try await gateway.send(.GET, path + "?x=1").status == 400)
            }
        }
    }

    @Test("pages of other origins may call only when the installation names them")
    func crossOrigin() async throws {
        let preflight: HTTPHeaders = ["origin": "https://a.example", "access-control-request-method": "GET"]
        try await GatewayHarness.run { gateway in
            let answer = try await gateway.send(.OPTIONS, "/v1/customers", headers: preflight)
            #expect(answer.status == 405)
            #expect(answer.headers.first(name: "access-control-allow-origin") == nil)
        }
        try await GatewayHarness.run(["PLEDGE_CORS_ORIGINS": "https://a.example"]) { gateway in
            let answer = try await gateway.send(.OPTIONS, "/v1/customers", headers: preflight)
            #expect(answer.status == 204)
            #expect(answer.headers.first(name: "access-control-allow-origin") == "https://a.example")
            let other = try await gateway.send(.GET, "/v1/customers", headers: ["origin": "https://b.example"])
            #expect(other.headers.first(name: "access-control-allow-origin") == nil)
            #expect(other.headers.first(name: "vary") == "Origin")
        }
    }

    @Test("an API key is exchanged once, in either form, and a refused one is not asked about again at once")
    func apiKeys() async throws {
        let token = NIOLockedValueBox("")
        let exchanges = NIOLockedValueBox(0)
        let upstream = FakeUpstream { seen in
            guard seen.target == "/v1/tokens" else { return .answer(FakeUpstream.json("{}")) }
            exchanges.withLockedValue { $0 += 1 }
            guard seen.headers[.authorization] == "Bearer plk_good" else {
                return .answer(FakeUpstream.json("{}", status: .unauthorized))
            }
            let answer = #"{"access_token":"\#(token.withLockedValue { $0 })","token_type":"Bearer","expires_in":300}"#
            return .answer(FakeUpstream.json(answer))
        }
        try await GatewayHarness.run(upstream: upstream) { gateway in
            let signed = try await gateway.token(.admin)
            token.withLockedValue { $0 = signed }
            let basic = "Basic \(Data("any:plk_good".utf8).base64EncodedString())"
            try await withThrowingTaskGroup(of: Int.self) { group in
                for number in 0..<20 {
                    group.addTask {
                        let value = number % 2 == 0 ? "Bearer plk_good" : basic
                        return try await gateway.send(.GET, "/v1/customers", headers: ["authorization": value]).status
                    }
                }
                for try await status in group { #expect(status == 200) }
            }
            #expect(exchanges.withLockedValue { $0 } == 1)
            let forwarded = gateway.upstream.seen.filter { $0.target == "/v1/customers" }
            #expect(forwarded.allSatisfy { $0.headers[.authorization] == "Bearer \(signed)" }, "the key itself stays at the door")

            for _ in 0..<3 {
                #expect(try await gateway.send(.GET, "/v1/customers", headers: ["authorization": "Bearer plk_bad"]).status == 401)
            }
            #expect(exchanges.withLockedValue { $0 } == 2)
            gateway.clock.advance(by: 6)
            #expect(try await gateway.send(.GET, "/v1/customers", headers: ["authorization": "Bearer plk_bad"]).status == 401)
            #expect(exchanges.withLockedValue { $0 } == 3)
        }
    }

    @Test("POST /v1/tokens gets the key itself")
    func tokens() async throws {
        try await GatewayHarness.run { gateway in
            _ = try await gateway.send(.POST, "/v1/tokens", headers: ["authorization": "Bearer plk_x"])
            #expect(gateway.upstream.seen.first?.headers[.authorization] == "Bearer plk_x")
        }
    }
}
