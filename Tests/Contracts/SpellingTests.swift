import Contracts
import Foundation
import Terms
import Testing

/// What ``PledgeJSON`` writes and reads, beside Foundation's coders as its peers.
@Suite struct SpellingTests {
    struct Leaves: Codable, Equatable {
        var text = "a/b"
        var yes = true
        var int = -7
        var small: Int8 = -8
        var large = UInt64.max
        var least = Int64.min
        var half = 0.5
        var whole = 3.0
        var tiny = 1e-9
        var bytes = Data([0, 255, 16])
        var place = URL(filePath: "/a b")
        var sum = Decimal(sign: .minus, exponent: -3, significand: 12_345)
        var id = UUID(uuid: (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16))
        var ids: Set<Int> = [5]
        var missing: Int?
        @OrNull var empty: Int?
        var pairs = [[1: "one"], [:]]
        var nested = ["keyOne": ["x": [Int]()], "key/two": [:]]
    }

    private static func peer() -> JSONEncoder {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return encoder
    }

    @Test func writesWhatFoundationWrites() throws {
        let theirs = String(decoding: try Self.peer().encode(Leaves()), as: UTF8.self)
        #expect(try PledgeJSON.encodeText(Leaves()) == theirs)
    }

    @Test func readsBackEveryLeaf() throws {
        #expect(try PledgeJSON.decode(Leaves.self, from: PledgeJSON.encode(Leaves())) == Leaves())
        #expect(try JSONDecoder().decode(Leaves.self, from: PledgeJSON.encode(Leaves())) == Leaves())
        #expect(try PledgeJSON.decode(Leaves.self, from: Self.peer().encode(Leaves())) == Leaves())
    }

    @Test func everyCharacterSurvives() throws {
        var scalars = (0...0x2FF).compactMap { Unicode.Scalar($0 as UInt32) }
        scalars += [0x2028, 0xD7FF, 0xE000, 0xFFFD, 0xFFFF, 0x1F600, 0x10FFFF].compactMap { Unicode.Scalar($0 as UInt32) }
        for scalar in scalars {
            let text = "a\(Character(scalar))b"
            let json = try PledgeJSON.encode([text])
            #expect(try JSONDecoder().decode([String].self, from: json) == [text])
            #expect(try PledgeJSON.decode([String].self, from: json) == [text])
        }
    }

    @Test func namesAreSortedByTheirBytes() throws {
        let names =
            ["b", "a", "ab", "A", "a_b", "é", "z", "\u{1F600}", "\u{FFFF}", "", "\"", "10", "9"]
            + ["window_to", "window_from", "window_fro", "window_f", "window_\u{0}", "window_", "window_from_a", "window_é"]
        let value = Dictionary(uniqueKeysWithValues: names.map { ($0, 1) })
        #expect(try PledgeJSON.encode(value) == Self.peer().encode(value))
        #expect(try PledgeJSON.decode([String: Int].self, from: PledgeJSON.encode(value)) == value)
    }

    /// Says its members in every way that an encoder offers, some before others are over, one twice.
    struct Roundabout: Encodable {
        enum Key: String, CodingKey { case first, second, third, elder, list }

        func encode(to encoder: any Encoder) throws {
            var outer = encoder.container(keyedBy: Key.self)
            var first = outer.nestedContainer(keyedBy: Key.self, forKey: .first)
            var list = outer.nestedUnkeyedContainer(forKey: .list)
            try outer.encode(1, forKey: .second)
            try first.encodeNil(forKey: .third)
            try list.encode("x")
            var inner = list.nestedContainer(keyedBy: Key.self)
            try "elder".encode(to: outer.superEncoder(forKey: .elder))
            try [1].encode(to: list.superEncoder())
            try inner.encode(2.5, forKey: .first)
            var deepest = list.nestedUnkeyedContainer()
            try deepest.encodeNil()
            var again = encoder.container(keyedBy: Key.self)
            try again.encode(2, forKey: .second)
        }
    }

    @Test func whateverOrderAnEncodableSpeaksIn() throws {
        let text = #"{"elder":"elder","first":{"third":null},"list":["x",{"first":2.5},[1],[null]],"second":2}"#
        #expect(try PledgeJSON.encodeText(Roundabout()) == text)
        #expect(String(decoding: try Self.peer().encode(Roundabout()), as: UTF8.self) == text)
    }

    struct Silent: Encodable {
        func encode(to encoder: any Encoder) {}
    }

    @Test func whatSaysNothing() throws {
        #expect(throws: EncodingError.self) { try PledgeJSON.encode(Silent()) }
        #expect(try PledgeJSON.encodeText([Silent()]) == "[{}]")
        #expect(throws: EncodingError.self) { try PledgeJSON.encode([Double.infinity]) }
    }

    struct Pair: Decodable {
        struct Part: Decodable { let unitCount: Int }
        let partList: [Part]
    }

    @Test(arguments: [
        (#"{"part_list":[{"unit_count":1},{"unit_count":"2"}]}"#, ["part_list", "1", "unit_count"]),
        (#"{"part_list":[{"unit_count":1},{"unit_count":null}]}"#, ["part_list", "1", "unit_count"]),
        (#"{"part_list":[{"unit_count":1.5}]}"#, ["part_list", "0", "unit_count"]),
        (#"{"part_list":[{}]}"#, ["part_list", "0"]), (#"{"part_list":{}}"#, ["part_list"]), (#"[]"#, []),
        (#"{"part_list":[}"#, []), ("", []),
    ])
    func aMistakeIsNamedWithItsPlace(_ text: String, _ path: [String]) throws {
        let error = try #require(throws: DecodingError.self) { try PledgeJSON.decode(Pair.self, from: text) }
        let context: DecodingError.Context? =
            switch error {
            case .typeMismatch(_, let context), .valueNotFound(_, let context), .keyNotFound(_, let context),
                .dataCorrupted(let context):
                context
            @unknown default: nil
            }
        // By the names as they are asked for.
        #expect(context?.codingPath.map { SnakeCase.of($0.stringValue) } == path)
    }

    @Test func wholeNumbersWithFractionsAreWhole() throws {
        #expect(try PledgeJSON.decode([Int].self, from: "[1.0, 1e3, -0]") == [1, 1000, 0])
        // More digits than a Double has.
        #expect(try PledgeJSON.decode(Int.self, from: "9007199254740993.0") == 9_007_199_254_740_993)
        #expect(throws: DecodingError.self) { try PledgeJSON.decode([Int8].self, from: "[128]") }
    }

    @Test func manyMembersAreFound() throws {
        let value = Dictionary(uniqueKeysWithValues: (0..<500).map { ("key\($0)", $0) })
        #expect(try PledgeJSON.decode([String: Int].self, from: PledgeJSON.encode(value)) == value)
    }

    @Test func depthIsBounded() {
        let text = String(repeating: "[", count: 10_000) + String(repeating: "]", count: 10_000)
        #expect(throws: DecodingError.self) { try PledgeJSON.decode(Node.self, from: text) }
    }
}
