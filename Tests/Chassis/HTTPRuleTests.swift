import AsyncHTTPClient
import Chassis
import Contracts
import Foundation
import HTTPTypes
import NIOCore
import NIOHTTP1
import Terms
import Testing

/// What every service answers by the same rules.
@Suite struct HTTPRuleTests {
    struct Body: Codable {
        let name: String
        let count: Int64
    }

    struct Secret: Error, CustomStringConvertible {
        var description: String { "password at /etc/secret" }
    }

    static let routes: [Route] = [
        Route(.get, "/v1/things", roles: [.admin], query: ["limit", "cursor", "status", "customer"]) { request in
            _ = try request.query.id("customer") as CustomerID?
            return try .list([request.query.text("status") ?? "none"])
        },
        Route(.post, "/v1/things", roles: [.admin], body: .json(maximumBytes: 1000)) { request in
            let new = try request.read { Body(name: $0["name"].text(), count: $0["count"].integer(0...10)) }
            return try .created(new, location: "/v1/things/1", version: 1)
        },
        Route(.get, "/v1/things/{id}", roles: [.admin, .agent]) { request in
            let id: ServiceID = try request.id()
            return try .json(["id": id.description], version: 7)
        },
        Route(.put, "/v1/things/{id}", roles: [.admin], body: .json()) { request in
            try request.requireMatch(version: 7)
            return .noContent
        },
        Route(.patch, "/v1/things/{id}", roles: [.admin], body: .json()) { request in
            try .json(["version": request.expectedVersion()])
        },
        Route(.get, "/v1/broken", roles: [.admin]) { _ in throw Secret() },
        Route(.get, "/v1/open", access: .anyone) { request in try .json([request.traceparent.traceID, request.caller.principal])
        },
        Route(.post, "/v1/raw", roles: [.admin], body: .raw(maximumBytes: 1 << 20, types: ["text/csv"])) { request in
            try .json(["bytes": request.bytes.readableBytes])
        },
        Route(.get, "/internal/x", access: .installation) { _ in .noContent },
    ]

    @Test func unknownPathIsAProblem() async throws {
        try await TestServer.with(Self.routes) { (server) async throws in
            for path in ["/nothing", "/v1/things/", "/v1//things", "/v1/things/a/b", "/"] {
                let answer = try await server.send("GET", path)
                #expect(answer.status == 404)
                #expect(answer["content-type"] == "application/problem+json")
                #expect(answer.problem?.type == "https://pledge.dev/problems/not-found")
            }
            #expect(try await server.send("GET", "/v1/things/svc_nonsense").status == 404)
        }
    }

    @Test func otherMethodsAreNamed() async throws {
        try await TestServer.with(Self.routes) { (server) async throws in
            let answer = try await server.send("DELETE", "/v1/things")
            #expect(answer.status == 405)
            #expect(answer["allow"] == "GET, HEAD, POST")
            #expect(answer.problem?.status == 405)
        }
    }

    @Test func headIsGetWithoutItsBody() async throws {
        try await TestServer.with(Self.routes) { (server) async throws in
            let get = try await server.send("GET", "/v1/things")
            let head = try await server.send("HEAD", "/v1/things")
            #expect(head.status == 200)
            #expect(head.body.isEmpty)
            #expect(head["content-length"] == String(get.body.count))
            #expect(head["content-type"] == "application/json")
        }
    }

    @Test func everyMistakeInABodyIsReportedAtOnce() async throws {
        try await TestServer.with(Self.routes) { (server) async throws in
            let answer = try await server.send("POST", "/v1/things", body: #"{"name": "", "count": 11, "colour": "red"}"#)
            #expect(answer.status == 422)
            #expect(answer.problem?.errors.map(\.pointer) == ["#/name", "#/count", "#/colour"])
            let created = try await server.send("POST", "/v1/things", body: #"{"name": "a", "count": 1}"#)
            #expect(created.status == 201)
            #expect(created["location"] == "/v1/things/1")
            #expect(created["etag"] == "\"v1\"")
        }
    }

    @Test func malformedJSONIsA400ThatSaysWhere() async throws {
        try await TestServer.with(Self.routes) { (server) async throws in
            let answer = try await server.send("POST", "/v1/things", body: "{\n  \"name\": }")
            #expect(answer.status == 400)
            #expect(answer.problem?.detail?.contains("line 2") == true)
            #expect(try await server.send("POST", "/v1/things").status == 400)
        }
    }

    @Test func mediaTypesThatAreNotReadAreRefused() async throws {
        try await TestServer.with(Self.routes) { (server) async throws in
            let answer = try await server.send("POST", "/v1/things", body: "name=a", type: "application/x-www-form-urlencoded")
            #expect(answer.status == 415)
            #expect(answer["accept"] == "application/json")
            #expect(try await server.send("POST", "/v1/things", body: "{}", type: nil).status == 415)
            #expect(
                try await server.send("POST", "/v1/things", body: "{}", type: "application/json; charset=utf-16").status == 415)
            let patch = try await server.send("PATCH", "/v1/things/\(ServiceID())", body: "{}")
            #expect(patch.status == 415)
            #expect(patch["accept-patch"] == "application/merge-patch+json")
            #expect(try await server.send("POST", "/v1/raw", body: "a,b", type: "text/csv; header=absent").status == 200)
        }
    }

    @Test func bodiesAreBounded() async throws {
        try await TestServer.with(Self.routes) { (server) async throws in
            let long = #"{"name": ""# + String(repeating: "a", count: 1000) + #""}"#
            let announced = try await server.send("POST", "/v1/things", body: long)
            #expect(announced.status == 413)
            #expect(announced.problem?.slug == "too-large")
            // Without a length, in pieces.
            var request = HTTPClientRequest(url: "http://127.0.0.1:\(server.port)/v1/things")
            request.method = .POST
            request.headers.add(name: "authorization", value: "Bearer \(try await server.token())")
            request.headers.add(name: "content-type", value: "application/json")
            let (pieces, feed) = AsyncStream<ByteBuffer>.makeStream()
            for _ in 0..<10 { feed.yield(ByteBuffer(repeating: UInt8(ascii: " "), count: 200)) }
            feed.finish()
            request.body = .stream(pieces, length: .unknown)
            #expect(try await server.send(request).status == 413)
            #expect(try await server.send("GET", "/v1/things", headers: [("content-length", "2")], body: "{}").status == 413)
        }
    }

    @Test func allBodiesTogetherAreBoundedToo() async throws {
        try await TestServer.with(Self.routes, options: ServerOptions(bodyBytes: 1000)) { (server) async throws in
            let large = try await server.send("POST", "/v1/raw", body: String(repeating: "a", count: 1001), type: "text/csv")
            #expect(large.status == 503)
            #expect(large["retry-after"] == "1")
            // What was taken has been given back, each time.
            for _ in 0..<3 {
                let fits = try await server.send("POST", "/v1/raw", body: String(repeating: "a", count: 1000), type: "text/csv")
                #expect(fits.status == 200)
            }
        }
    }

    @Test func aBodyThatTricklesIsCutOff() async throws {
        try await TestServer.with(Self.routes, options: ServerOptions(bodySeconds: 1)) { (server) async throws in
            var request = HTTPClientRequest(url: "http://127.0.0.1:\(server.port)/v1/raw")
            request.method = .POST
            request.headers.add(name: "authorization", value: "Bearer \(try await server.token())")
            request.headers.add(name: "content-type", value: "text/csv")
            // One piece, and then nothing for ever.
            let (pieces, feed) = AsyncStream<ByteBuffer>.makeStream()
            feed.yield(ByteBuffer(string: "a"))
            request.body = .stream(pieces, length: .unknown)
            await #expect(throws: (any Error).self) { try await server.send(request) }
            feed.finish()
        }
    }

    @Test func queriesAreChecked() async throws {
        try await TestServer.with(Self.routes) { (server) async throws in
            #expect(try await server.send("GET", "/v1/things?status=a%20b+c").text.contains("a b c"))
            #expect(try await server.send("GET", "/v1/things?colour=red").problem?.slug == "bad-query")
            #expect(try await server.send("GET", "/v1/things?status=a&status=b").status == 400)
            #expect(try await server.send("GET", "/v1/things?status=%FF").status == 400)
            #expect(try await server.send("GET", "/v1/things?customer=cus_1").status == 400)
        }
    }

    @Test func conditionalRequests() async throws {
        try await TestServer.with(Self.routes) { (server) async throws in
            let path = "/v1/things/\(ServiceID())"
            let got = try await server.send("GET", path)
            #expect(got["etag"] == "\"v7\"")
            let same = try await server.send("GET", path, headers: [("if-none-match", "\"v6\", W/\"v7\"")])
            #expect(same.status == 304)
            #expect(same.body.isEmpty)
            #expect(same["etag"] == "\"v7\"")
            #expect(try await server.send("GET", path, headers: [("if-none-match", "\"v6\"")]).status == 200)
            #expect(try await server.send("PUT", path, body: "{}").status == 428)
            #expect(try await server.send("PUT", path, headers: [("if-match", "\"v6\"")], body: "{}").status == 412)
            #expect(try await server.send("PUT", path, headers: [("if-match", "W/\"v7\"")], body: "{}").status == 412)
            #expect(try await server.send("PUT", path, headers: [("if-match", "\"v1\", \"v7\"")], body: "{}").status == 204)
            #expect(try await server.send("PUT", path, headers: [("if-match", "*")], body: "{}").status == 204)
            let patch = try await server.send(
                "PATCH", path, headers: [("if-match", "\"v5\"")], body: "{}", type: "application/merge-patch+json")
            #expect(patch.text == #"{"version":5}"#)
        }
    }

    @Test func whoMayCall() async throws {
        try await TestServer.with(Self.routes) { (server) async throws in
            let path = "/v1/things/\(ServiceID())"
            let none = try await server.send("GET", path, token: .some(nil))
            #expect(none.status == 401)
            #expect(none["www-authenticate"] == #"Bearer realm="pledge""#)
            let bad = try await server.send("GET", path, token: "eyJhbGciOiJub25lIn0.e30.")
            #expect(bad.status == 401)
            #expect(bad["www-authenticate"]?.contains("invalid_token") == true)
            let other = try await server.send("GET", path, token: server.token([.ingest]))
            #expect(other.status == 403)
            #expect(other["www-authenticate"]?.contains("insufficient_scope") == true)
            #expect(try await server.send("GET", path, token: server.token([.agent])).status == 200)
            #expect(try await server.send("GET", "/v1/open", token: .some(nil)).status == 200)
            #expect(try await server.send("GET", "/internal/x").status == 401)
            #expect(try await server.send("GET", "/internal/x", token: "inner secret").status == 204)
        }
    }

    @Test func requestsAreIdentifiedAndTraced() async throws {
        try await TestServer.with(Self.routes) { (server) async throws in
            #expect(try await server.send("GET", "/v1/open")["x-request-id"]?.hasPrefix("req_") == true)
            #expect(try await server.send("GET", "/v1/open", headers: [("x-request-id", "mine-1")])["x-request-id"] == "mine-1")
            let hostile = try await server.send("GET", "/v1/open", headers: [("x-request-id", "a b")])
            #expect(hostile["x-request-id"]?.hasPrefix("req_") == true)
            let trace = "4bf92f3577b34da6a3ce929d0e0e4736"
            let traced = try await server.send("GET", "/v1/open", headers: [("traceparent", "00-\(trace)-00f067aa0ba902b7-01")])
            #expect(traced.text.contains(trace))
            let begun = try await server.send("GET", "/v1/open", headers: [("traceparent", "00-\(trace)-0-01")])
            #expect(!begun.text.contains(trace))
        }
    }

    @Test func faultsTellNothing() async throws {
        try await TestServer.with(Self.routes) { (server) async throws in
            let answer = try await server.send("GET", "/v1/broken")
            #expect(answer.status == 500)
            #expect(!answer.text.contains("secret"))
            #expect(answer["x-request-id"] != nil)
        }
    }

    @Test func probesAndMetrics() async throws {
        try await TestServer.with(Self.routes, isStarted: false) { (server) async throws in
            #expect(try await server.send("GET", "/livez", token: .some(nil)).status == 200)
            #expect(try await server.send("GET", "/startupz", token: .some(nil)).status == 503)
            #expect(try await server.send("GET", "/readyz", token: .some(nil)).status == 503)
            #expect(try await server.send("GET", "/v1/open").status == 503)
            server.readiness.add([ReadinessCheck("redis", isRequired: false) { "away" }])
            server.readiness.started()
            #expect(try await server.send("GET", "/v1/open").status == 200)
            let ready = try await server.send("GET", "/readyz", token: .some(nil))
            #expect(ready.status == 200)
            #expect(ready.text.contains(#""status":"warn""#))
            server.readiness.add([ReadinessCheck("postgres") { "away" }])
            #expect(try await server.send("GET", "/readyz", token: .some(nil)).status == 503)
            _ = try await server.send("GET", "/v1/things/\(ServiceID())")
            let metrics = try await server.send("GET", "/metrics", token: .some(nil))
            #expect(metrics["content-type"] == "text/plain; version=0.0.4; charset=utf-8")
            let line = #"http_request_duration_seconds_count{method="GET",route="/v1/things/{id}",status="200"} 1"#
            #expect(metrics.text.contains(line))
        }
    }
}
