import Contracts
import Foundation
import Terms
import TestSupport
import Testing

@Suite("Repeats and changes through the gateway", .timeLimit(.minutes(5)))
struct ConditionalRequestTests {
    @Test("a repeated POST is answered with the first answer; another body is 422")
    func idempotency() async throws {
        let provider = try await Provider.make("repeats")
        let installation = provider.installation
        let headers = ["idempotency-key": "\"\(UUID().uuidString)\""]
        let body = #"{"key":"acme","name":"Acme"}"#
        let first = try await installation.send(.POST, "/v1/customers", key: provider.admin, json: body, headers: headers)
        #expect(first.status == 201)
        let again = try await installation.send(
            .POST, "/v1/customers", key: provider.admin, json: #"{"name":"Acme","key":"acme"}"#, headers: headers)
        #expect(again.status == 201)
        #expect(again.body == first.body)
        #expect(again.headers["location"] == first.headers["location"])
        let other = try await installation.send(
            .POST, "/v1/customers", key: provider.admin, json: #"{"key":"other","name":"Other"}"#, headers: headers)
        #expect(other.status == 422)
        #expect(try other.problem().slug == "idempotency-mismatch")
        let without = try await installation.send(.POST, "/v1/customers", key: provider.admin, json: body)
        #expect(without.status == 409, "the key of the customer is taken")
        #expect(try await provider.read("/v1/customers")["data"]?.items?.count == 1)
    }

    @Test("of many repeats at once one takes effect")
    func concurrent() async throws {
        let provider = try await Provider.make("concurrent")
        let installation = provider.installation
        let headers = ["idempotency-key": "\"\(UUID().uuidString)\""]
        let statuses = try await withThrowingTaskGroup(of: Int.self) { group in
            for _ in 0..<10 {
                group.addTask {
                    try await installation.send(
                        .POST, "/v1/customers", key: provider.admin, json: #"{"key":"acme","name":"Acme"}"#, headers: headers
                    ).status
                }
            }
            return try await group.reduce(into: [Int]()) { $0.append($1) }
        }
        #expect(statuses.contains(201))
        #expect(Set(statuses).isSubset(of: [201, 409]), "\(statuses)")
        #expect(try await provider.read("/v1/customers")["data"]?.items?.count == 1)
    }

    @Test("a change names the state that it changes")
    func ifMatch() async throws {
        let provider = try await Provider.make("changes")
        let installation = provider.installation
        let made = try await provider.make("/v1/customers", #"{"key":"acme","name":"Acme"}"#)
        let path = "/v1/customers/\(try #require(made["id"]?.text))"
        let tag = try #require(made.headers["etag"])
        let body = #"{"key":"acme","name":"Acme Ltd"}"#
        #expect(try await installation.send(.PUT, path, key: provider.admin, json: body).status == 428)
        #expect(
            try await installation.send(.PUT, path, key: provider.admin, json: body, headers: ["if-match": "\"v99\""]).status
                == 412)
        #expect(
            try await installation.send(.PUT, path, key: provider.admin, json: body, headers: ["if-match": "W/\(tag)"]).status
                == 412)
        let changed = try await installation.send(.PUT, path, key: provider.admin, json: body, headers: ["if-match": tag])
        #expect(changed.status == 200)
        #expect(changed.headers["etag"] != tag)
        #expect(
            try await installation.send(.PUT, path, key: provider.admin, json: body, headers: ["if-match": tag]).status == 412)
        let known = try #require(changed.headers["etag"])
        let unchanged = try await installation.send(.GET, path, key: provider.admin, headers: ["if-none-match": known])
        #expect(unchanged.status == 304)
        #expect(unchanged.headers["etag"] == known)
        #expect(try await installation.send(.HEAD, path, key: provider.admin).status == 200)
    }

    @Test("a list is walked to its end, stable while things are added")
    func pages() async throws {
        let provider = try await Provider.make("pages")
        let installation = provider.installation
        for number in 0..<5 { try await provider.make("/v1/customers", #"{"key":"c\#(number)","name":"C"}"#) }
        var found: [String] = []
        var target = "/v1/customers?limit=2"
        for page in 0..<10 {
            let answer = try await installation.send(.GET, target, key: provider.admin)
            found += answer["data"]?.items?.compactMap { $0["key"]?.text } ?? []
            if page == 0 { try await provider.make("/v1/customers", #"{"key":"late","name":"C"}"#) }
            guard let cursor = answer["next_cursor"]?.text else { break }
            target = "/v1/customers?limit=2&cursor=\(cursor)"
            let other = try await installation.send(.GET, "/v1/customers?limit=2&key=x&cursor=\(cursor)", key: provider.admin)
            #expect(other.status == 400, "a cursor of other filters")
        }
        #expect(Set(found).count == found.count, "nothing twice")
        #expect(Set(found).isSuperset(of: (0..<5).map { "c\($0)" }))
        #expect(try await installation.send(.GET, "/v1/customers?cursor=nonsense", key: provider.admin).status == 400)
    }
}
