import HTTPTypes
import Testing

@testable import Gateway

@Suite("Which header fields pass")
struct HeaderRulesTests {
    @Test(
        "stops what belongs to a connection, and what a client could lie with",
        arguments: [
            "connection", "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "proxy-authorization", "host",
            "content-length", "authorization", "cookie", "forwarded", "via", "x-real-ip", "x-forwarded-for", "x-forwarded-host",
            "x-pledge-tenant", "x-pledge-anything", "expect", "traceparent", "x-request-id", "sec-fetch-mode",
        ])
    func stopped(_ name: String) {
        #expect(!HeaderRules.passesRequest(name, connection: []))
    }

    @Test(
        "passes what the services read",
        arguments: [
            "accept", "content-type", "content-encoding", "idempotency-key", "if-match", "if-none-match", "user-agent",
            "x-prometheus-remote-write-version",
        ])
    func passed(_ name: String) {
        #expect(HeaderRules.passesRequest(name, connection: []))
        #expect(!HeaderRules.passesRequest(name, connection: [name]), "named by Connection")
    }

    @Test("stops the services' own fields on the way back")
    func responses() {
        for name in [
            "server", "date", "connection", "transfer-encoding", "set-cookie", "x-powered-by", "x-pledge-node", "x-request-id",
        ] {
            #expect(!HeaderRules.passesResponse(name, connection: []), "\(name)")
        }
        for name in ["etag", "location", "link", "content-type", "retry-after", "www-authenticate", "cache-control", "allow"] {
            #expect(HeaderRules.passesResponse(name, connection: []), "\(name)")
        }
    }

    @Test("reads the names in Connection")
    func names() {
        #expect(HeaderRules.connectionNames(["close, X-Secret", "Te"]) == ["close", "x-secret", "te"])
        #expect(HeaderRules.connectionNames([]) == [])
    }

    @Test("takes over a client's request id only when it is harmless")
    func requestIDs() throws {
        let name = try #require(HTTPField.Name("X-Request-Id"))
        #expect(RequestID.choose([name: "abc-1.2_3"]) == "abc-1.2_3")
        for harmful in ["", "a b", "a\"b", "ü", String(repeating: "a", count: 65)] {
            let chosen = RequestID.choose([name: harmful])
            #expect(chosen != harmful && chosen.hasPrefix("req_"))
        }
        #expect(RequestID.choose([:]) != RequestID.choose([:]))
    }
}
