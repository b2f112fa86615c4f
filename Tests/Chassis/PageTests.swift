import Contracts
import Foundation
import HTTPTypes
import NIOCore
import Terms
import Testing

@testable import Chassis

@Suite struct PageTests {
    struct Row: Codable, Sendable, Equatable {
        let id: UUID
        let number: Int
    }

    func request(_ query: [String: String], route: String = "/v1/x") -> APIRequest {
        APIRequest(
            method: .get, target: "\(route)?\(query.map { "\($0)=\($1)" }.sorted().joined(separator: "&"))", route: route,
            caller: .nobody, requestID: "r", traceparent: Traceparent(), query: QueryReader(query), document: Node(.null),
            parameters: [:])
    }

    @Test func walksAListOfAnyLength() throws {
        let rows = (0..<25).map { Row(id: UUIDv7.make(), number: $0) }
        var seen: [Row] = []
        var cursor: String?
        repeat {
            var query = ["limit": "10", "status": "open"]
            query["cursor"] = cursor
            let page = try request(query).page()
            let from = page.after.map { after in (rows.firstIndex { $0.id == after.id } ?? -1) + 1 } ?? 0
            let reply = try page.reply(
                Array(rows[from...].prefix(page.fetch)), cursor: { Cursor(key: Int64($0.number), id: $0.id) })
            guard case .bytes(let data) = reply.body else { break }
            let list = try PledgeJSON.decode(ListPage<Row>.self, from: data)
            seen += list.data
            cursor = list.nextCursor
            if let cursor {
                #expect(reply.headers[.link] == "</v1/x?limit=10&status=open&cursor=\(cursor)>; rel=\"next\"")
            }
        } while cursor != nil
        #expect(seen == rows)
    }

    @Test func aCursorBelongsToItsListAndFilters() throws {
        let page = try request(["status": "open"]).page()
        let reply = try page.reply(
            (0..<51).map { Row(id: UUIDv7.make(), number: $0) }, cursor: { Cursor(key: -5, id: $0.id) })
        guard case .bytes(let data) = reply.body else { return }
        let next = try #require(try PledgeJSON.decode(ListPage<Row>.self, from: data).nextCursor)
        #expect(try request(["status": "open", "cursor": next]).page().after?.key == -5)
        #expect(throws: Problem.self) { try request(["status": "closed", "cursor": next]).page() }
        #expect(throws: Problem.self) { try request(["status": "open", "cursor": next], route: "/v1/y").page() }
        #expect(throws: Problem.self) { try request(["cursor": String(next.dropLast())]).page() }
        #expect(throws: Problem.self) { try request(["cursor": "AAAA"]).page() }
    }

    @Test func limitsAreBounded() throws {
        #expect(try request([:]).page().limit == 50)
        #expect(try request(["limit": "200"]).page().limit == 200)
        for limit in ["0", "201", "-1", "x", "1.5"] {
            #expect(throws: Problem.self) { try request(["limit": limit]).page() }
        }
    }

    @Test func base64URLHasOneSpelling() {
        #expect(Base64URL.encode(Data([0xFB, 0xFF])) == "-_8")
        #expect(Base64URL.decode("-_8") == Data([0xFB, 0xFF]))
        for text in ["-_9", "+/8", "-_8=", "-", "a b c"] { #expect(Base64URL.decode(text) == nil) }
    }
}
