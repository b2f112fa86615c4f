import Contracts
import Foundation
import Terms
import Testing

@Suite struct PledgeJSONTests {
    struct Inner: Codable, Equatable {
        let ratePerHour: Int
        let outageIDs: [String]
    }

    struct Outer: Codable, Equatable {
        let tenantID: String
        let customerId: String
        let windowStart: Int
        let webhookURL: String
        let inner: [Inner]
        let byName: [String: Inner]
        let already_snake: Bool
        let nothing: Int?
        let maybe: Inner?
        let note: Node
    }

    let outer = Outer(
        tenantID: "t", customerId: "c", windowStart: 1, webhookURL: "https://a/b",
        inner: [Inner(ratePerHour: 2, outageIDs: ["o"])], byName: ["camelKey Stays": Inner(ratePerHour: 3, outageIDs: [])],
        already_snake: true, nothing: nil, maybe: Inner(ratePerHour: 4, outageIDs: []),
        note: Node(.map([.init("innerCamel", Node(.number("1.50")))])))

    @Test func spellsNamesInSnakeCaseAndLeavesDataAlone() throws {
        let expected =
            #"{"already_snake":true,"by_name":{"camelKey Stays":{"outage_ids":[],"rate_per_hour":3}},"customer_id":"c","#
            + #""inner":[{"outage_ids":["o"],"rate_per_hour":2}],"maybe":{"outage_ids":[],"rate_per_hour":4},"#
            + #""note":{"innerCamel":1.5},"tenant_id":"t","webhook_url":"https://a/b","window_start":1}"#
        #expect(try PledgeJSON.encodeText(outer) == expected)
    }

    @Test func readsBackWhatItWrote() throws {
        #expect(try PledgeJSON.decode(Outer.self, from: PledgeJSON.encode(outer)) == outer)
    }

    @Test func ignoresUnknownMembers() throws {
        let text = #"{"rate_per_hour":1,"outage_ids":[],"new_thing":{"a":[1]}}"#
        #expect(try PledgeJSON.decode(Inner.self, from: text) == Inner(ratePerHour: 1, outageIDs: []))
    }

    @Test(arguments: [
        ("windowStart", "window_start"), ("tenantID", "tenant_id"), ("tenantId", "tenant_id"), ("outageIDs", "outage_ids"),
        ("URLPath", "url_path"), ("p99Milliseconds", "p99_milliseconds"), ("already_snake", "already_snake"), ("x", "x"),
        ("", ""),
        ("customerIDsByRegion", "customer_ids_by_region"), ("httpURLs", "http_urls"),
    ])
    func snakeCase(_ name: String, _ expected: String) {
        #expect(SnakeCase.of(name) == expected)
    }

    enum Choice: Codable, Equatable {
        case probe(windowStart: Int)
        case declared
    }

    @Test func enumerationsWithValuesPassThrough() throws {
        let choices: [Choice] = [.probe(windowStart: 5), .declared]
        #expect(try PledgeJSON.decode([Choice].self, from: PledgeJSON.encode(choices)) == choices)
    }
}
