import Contracts
import Foundation
import Terms
import TestSupport
import Testing

/// Every operation with everything that can be wrong with a request: a 4xx problem, and nothing changes.
@Suite("Bad input", .timeLimit(.minutes(5)))
struct BadInputTests {
    private static let hostile = [
        "..", "%2e%2e%2f", "%00", "'%20or%201=1--", "%F0%9F%92%A9", "cus_", "null", "-1", "9999999999999999999999", "%ff",
        "{id}", "a%2Fb", String(repeating: "a", count: 900),
    ]

    /// A path with a value for every parameter.
    private func fill(_ operation: APIOperation, _ value: String) -> String {
        "/" + operation.path.split(separator: "/").map { $0.hasPrefix("{") ? value : String($0) }.joined(separator: "/")
    }

    /// A well-formed id for every parameter, of nothing that exists.
    private func absent(_ operation: APIOperation) -> String {
        let prefixes = [
            "tenants": "ten", "api-keys": "key", "customers": "cus", "subscriptions": "sub", "services": "svc",
            "calendars": "cal",
            "agreements": "agr", "outages": "out", "maintenance": "mnt", "exclusions": "exc", "statements": "stm",
            "notices": "ntc", "proposals": "prp", "support-statements": "sst", "tickets": "tkt", "incidents": "inc",
            "claims": "clm", "credits": "crd",
        ]
        let parts = operation.path.split(separator: "/").map(String.init)
        let filled = parts.enumerated().map { index, part in
            switch part {
            case "{id}": "\(prefixes[parts[index - 1]] ?? "xxx")_01JQ8Z6V7K3M9N4P5R2S1T0W8X"
            case "{member}": "mem_01JQ8Z6V7K3M9N4P5R2S1T0W8X"
            case "{attachment}": "att_01JQ8Z6V7K3M9N4P5R2S1T0W8X"
            case "{version}": "1"
            default: part
            }
        }
        return "/" + filled.joined(separator: "/")
    }

    private struct Actor {
        let provider: Provider
        let staff: String
        let machine: String

        func key(_ operation: APIOperation) -> String? {
            guard case .roles(let roles) = operation.access else { return nil }
            if roles.contains(.admin) || roles.contains(.approver) { return staff }
            return roles.contains(.operator) ? provider.installation.operatorKey : machine
        }
    }

    private func actor(_ name: String) async throws -> Actor {
        let provider = try await Provider.make(name)
        return Actor(
            provider: provider, staff: try await provider.key(.admin, .agent, .approver), machine: try await provider.key(.ingest)
        )
    }

    private func expectProblem(_ answer: Answer, _ what: String, _ statuses: Set<Int> = [400, 404, 405, 409, 413, 415, 422, 428])
    {
        #expect(statuses.contains(answer.status), "\(what): \(answer.status) \(answer.text.prefix(200))")
        #expect(answer.headers["content-type"] == "application/problem+json", "\(what)")
        let problem = try? answer.problem()
        #expect(problem?.status == answer.status && problem?.title.isEmpty == false, "\(what)")
        for secret in ["postgres", "select ", "SQL", "/home/", "Swift.", "Optional("] {
            #expect(!answer.text.contains(secret), "\(what) leaks \(secret)")
        }
    }

    private func operations(_ installation: Installation) -> [APIOperation] {
        installation.document.operations.filter { $0.service != .gateway && $0.access != .anyone }
    }

    @Test("hostile ids and paths")
    func paths() async throws {
        let actor = try await actor("paths")
        let installation = actor.provider.installation
        let before = try await installation.holdings(of: actor.provider.tenant)
        for operation in operations(installation) where !operation.pathParameters.isEmpty {
            let verb = try #require(Verb(rawValue: operation.method))
            for value in Self.hostile {
                let answer = try await installation.send(
                    verb, fill(operation, value), key: actor.key(operation), headers: ["if-match": "\"v1\""])
                expectProblem(answer, "\(operation.id) \(value)")
            }
        }
        try await installation.expectUnchanged(actor.provider.tenant, since: before)
    }

    @Test("unknown, repeated and malformed query parameters")
    func queries() async throws {
        let actor = try await actor("queries")
        let installation = actor.provider.installation
        for operation in operations(installation) where operation.method == "GET" {
            for query in ["nonsense=1", "limit=0&nonsense=1", "%ff=1", "x=%ff", "=", "&&&a"] {
                let answer = try await installation.send(.GET, "\(absent(operation))?\(query)", key: actor.key(operation))
                expectProblem(answer, "\(operation.id) ?\(query)", [400, 404])
                if operation.pathParameters.isEmpty { #expect(answer.status == 400, "\(operation.id) ?\(query)") }
            }
            for name in operation.queryParameters.sorted() {
                for value in ["%00", "'%20or%201=1--", String(repeating: "x", count: 3000)]
                where !["key", "component", "commitment", "objective", "agreement"].contains(name) {
                    let answer = try await installation.send(
                        .GET, "\(operation.path)?\(name)=\(value)", key: actor.key(operation))
                    expectProblem(answer, "\(operation.id) ?\(name)=\(value.prefix(20))", [400, 404, 422])
                }
                let twice = try await installation.send(.GET, "\(operation.path)?\(name)=a&\(name)=b", key: actor.key(operation))
                expectProblem(twice, "\(operation.id) \(name) twice", [400])
            }
        }
    }

    @Test("bodies that are malformed, mistyped, oversized, truncated or of another type")
    func bodies() async throws {
        let actor = try await actor("bodies")
        let installation = actor.provider.installation
        let before = try await installation.holdings(of: actor.provider.tenant)
        let malformed = [
            "", "{", "[", "nul", "{\"a\":}", "{\"a\":1,}", "\u{FEFF}{}", "{\"a\":1}{}", "\"", "{\"key\":\"\\ud800\"}",
            String(repeating: "[", count: 3000), "{\"a\":1,\"a\":2}",
        ]
        let mistyped = [
            "null", "[]", "1", "\"text\"", "true", #"{"nonsense":1}"#, #"{"key":1,"name":[],"title":{},"roles":"x"}"#,
            #"{"name":null}"#,
        ]
        for operation in operations(installation)
        where operation.bodyTypes.contains("application/json") && operation.id != "createToken" {
            let verb = try #require(Verb(rawValue: operation.method))
            let path = absent(operation)
            let key = actor.key(operation)
            for text in malformed + mistyped {
                let answer = try await installation.send(verb, path, key: key, json: text, headers: ["if-match": "\"v1\""])
                expectProblem(answer, "\(operation.id) \(text.prefix(40))")
            }
            let bytes = try await installation.send(
                verb, path, key: key, body: Data([0xFF, 0xFE, 0x00]),
                headers: ["content-type": "application/json", "if-match": "\"v1\""])
            expectProblem(bytes, "\(operation.id) not UTF-8")
            let type = try await installation.send(
                verb, path, key: key, body: Data("{}".utf8), headers: ["content-type": "image/png", "if-match": "\"v1\""])
            expectProblem(type, "\(operation.id) as an image", [415, 404])
            let large = Data(repeating: UInt8(ascii: " "), count: (operation.bodyMaxBytes ?? 0) + 1)
            let answer = try await installation.send(
                verb, path, key: key, body: large, headers: ["content-type": "application/json", "if-match": "\"v1\""])
            expectProblem(answer, "\(operation.id) oversized", [413])
        }
        for operation in operations(installation) where operation.bodyMaxBytes == nil && operation.method != "GET" {
            let verb = try #require(Verb(rawValue: operation.method))
            let answer = try await installation.send(
                verb, absent(operation), key: actor.key(operation), json: "{}", headers: ["if-match": "\"v1\""])
            expectProblem(answer, "\(operation.id) with a body", [413])
        }
        try await installation.expectUnchanged(actor.provider.tenant, since: before)
    }

    @Test("measurements and remote write that cannot be read store nothing")
    func measurements() async throws {
        let actor = try await actor("measurements")
        let installation = actor.provider.installation
        let before = try await installation.holdings(of: actor.provider.tenant)
        let bodies: [(String, String)] = [
            ("application/x-ndjson", "{\"kind\":\"probe\"\n"), ("application/x-ndjson", "not json\n"),
            ("text/csv", "a,b,c\n1,2,3\n"),
            ("text/csv", "service,component,location,at,state\n\u{0},,,,\n"),
            ("text/csv", "service,component,at,period_seconds,total,failed\n\u{0},,,,,\n"),
            ("application/json", #"{"measurements":[{"kind":"nothing"}]}"#),
            ("application/json", #"{"measurements":{}}"#), ("application/json", #"{"measurements":[]}"#),
        ]
        for (type, body) in bodies {
            let answer = try await installation.send(
                .POST, "/v1/measurements", key: actor.machine, body: Data(body.utf8), headers: ["content-type": type])
            expectProblem(answer, "\(type) \(body.prefix(30))", [400, 422])
        }
        for body in [
            Data(), Data("not snappy".utf8), Data([0xFF, 0xFF, 0xFF, 0xFF, 0x7F]), Data(repeating: 0x61, count: 10_000),
        ] {
            let answer = try await installation.send(
                .POST, "/v1/prometheus/write", key: actor.machine, body: body,
                headers: ["content-type": "application/x-protobuf", "content-encoding": "snappy"])
            expectProblem(answer, "remote write of \(body.count) bytes", [400, 413, 415])
        }
        try await installation.expectUnchanged(actor.provider.tenant, since: before)
    }

    @Test("a machine that measures may do nothing else, and a stranger nothing at all")
    func roles() async throws {
        let actor = try await actor("roles")
        let installation = actor.provider.installation
        for operation in operations(installation) {
            guard case .roles(let roles) = operation.access else { continue }
            let verb = try #require(Verb(rawValue: operation.method))
            let path = absent(operation)
            let stranger = try await installation.send(verb, path)
            #expect(stranger.status == 401, "\(operation.id)")
            guard !roles.contains(.ingest) else { continue }
            let machine = try await installation.send(verb, path, key: actor.machine)
            #expect(machine.status == 403, "\(operation.id)")
        }
    }
}
