import Contracts
import Testing

@testable import Gateway

@Suite("Positions in the feed")
struct FeedPositionTests {
    @Test("come back as they went", arguments: [0, 1, 127, 128, 16_384, Int64.max])
    func roundTrip(_ number: Int64) {
        var position = FeedPosition(partition: 7)
        position.positions[.agreements] = number
        position.positions[.notifications] = 3
        #expect(FeedPosition(position.text) == position)
        #expect(FeedPosition(FeedPosition(partition: 0).text) == FeedPosition(partition: 0))
    }

    @Test("have no line break or NUL, and stay short")
    func isPlain() {
        var position = FeedPosition(partition: 15)
        for service in FeedStream.producers { position.positions[service] = .max }
        #expect(position.text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        #expect(position.text.utf8.count < 100)
        #expect(FeedPosition(position.text) == position)
    }

    @Test(
        "are refused when they are not ours",
        arguments: [
            "", "0", "AQ", "!!!!", "AgcA", "ARAA", "AQcA", "AQcJAQ", "AQcAAQAB", "AQcA////////////Bw", "AQcA_________38_",
            String(repeating: "A", count: 200),
        ])
    func refused(_ text: String) {
        #expect(FeedPosition(text) == nil)
    }
}

@Suite("Filters of the feed")
struct FeedFilterTests {
    @Test("pass what they name")
    func passes() throws {
        let filter = try FeedFilter("pledge.availability.outage.*,pledge.agreements.tenant.created.v1")
        #expect(filter.passes("pledge.availability.outage.opened.v1"))
        #expect(filter.passes("pledge.agreements.tenant.created.v1"))
        #expect(!filter.passes("pledge.agreements.tenant.changed.v1"))
        #expect(FeedFilter.all.passes("anything"))
        #expect(try FeedFilter("*").passes("anything"))
    }

    @Test(
        "are refused when they are not types",
        arguments: ["", "a,", "a*b", "**", "A", "a b", "a\n", Array(repeating: "a", count: 51).joined(separator: ",")])
    func refused(_ text: String) {
        #expect(throws: Problem.self) { try FeedFilter(text) }
    }
}
