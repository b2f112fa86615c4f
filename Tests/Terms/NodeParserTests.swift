import Foundation
import Testing

@testable import Terms

@Suite struct NodeParserTests {
    @Test func keepsNumbersAndOrder() throws {
        let text = #"{"z":1.10,"a":[-0,12345678901234567890.5,1e-7],"t":true,"n":null,"s":"\u00e9\ud83d\ude00\n\"\\/\b"}"#
        let parsed = try node(text)
        #expect(parsed.json == #"{"z":1.10,"a":[-0,12345678901234567890.5,1e-7],"t":true,"n":null,"s":"é😀\n\"\\/\b"}"#)
        #expect(try node(parsed.json) == parsed)
        #expect(parsed["a"]?.place == Node.Place(line: 1, column: 15))
    }

    @Test func agreesWithFoundation() throws {
        let text = #"{"a":[1,2.5,-3e2,{"b":"ü","c":[]}],"d":{"e":null,"f":false}}"#
        let ours = try JSONSerialization.jsonObject(with: Data(node(text).json.utf8)) as? NSDictionary
        let theirs = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? NSDictionary
        #expect(ours == theirs)
    }

    @Test(arguments: [
        "", " ", "{", "[", "[1", "[1,", "[1,]", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\":1,}", "{a:1}", "01", "-",
        "1.", ".5", "1e",
        "+1", "tru", "nul", "truex", "\"", "\"\\", "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"",
        "\"\u{1}\"", "1 2",
        "[1 2]", "{\"a\" 1}", "{\"a\":1 \"b\":2}", "NaN", "Infinity", "'a'", "[1]//", "\u{FEFF}1", "{\"a\":1,\"a\":2}", "--1",
        "0x1", "1_000",
    ])
    func refuses(text: String) {
        #expect(problems { _ = try node(text) }.count == 1)
    }

    @Test func refusesWhatIsNotUTF8() {
        for bytes: [UInt8] in [
            [34, 0xFF, 34], [34, 0xC0, 0x80, 34], [34, 0xED, 0xA0, 0x80, 34], [34, 0xF5, 0x80, 0x80, 0x80, 34],
        ] {
            #expect(problems { _ = try Node(json: bytes) }.count == 1)
        }
    }

    @Test func keysAreComparedInLargeMapsToo() {
        let members = (0..<100).map { "\"k\($0)\":\($0)" } + ["\"k57\":0"]
        #expect(problems { _ = try node("{\(members.joined(separator: ","))}") }.first?.contains("'k57' twice") == true)
    }

    @Test func isBounded() {
        let deep = String(repeating: "[", count: 100_000)
        #expect(problems { _ = try node(deep) }.first?.contains("deeper than 32") == true)
        let wide = "[" + String(repeating: "0,", count: 1000) + "0]"
        let limits = NodeLimits(nodesMaximum: 1000)
        #expect(problems { _ = try Node(json: wide.utf8, limits: limits) }.first?.contains("more than 1000 values") == true)
        #expect(problems { _ = try node(wide) }.isEmpty)
        let large = "\"" + String(repeating: "x", count: 1 << 20) + "\""
        #expect(problems { _ = try node(large) }.first?.contains("larger than") == true)
        #expect(problems { _ = try node(String(repeating: "1", count: 65)) }.count == 1)
    }

    @Test func namesThePlace() {
        #expect(problems { _ = try node("{\n  \"a\": 1,\n  \"b\": x\n}") } == ["# (line 3, column 8): is no JSON value"])
    }

    /// Whatever the bytes are: an answer, never a crash.
    @Test(arguments: 0..<300 as Range<UInt64>)
    func survivesNoise(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var bytes = Array(#"{"a":[1,2.5e3,{"b":"\u00e9x","c":[true,null]}],"d":"ü"}"#.utf8)
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            let index = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0...2, using: &generator) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: index)
            default: bytes.insert(UInt8.random(in: 0...255, using: &generator), at: index)
            }
        }
        if let parsed = try? Node(json: bytes) {
            #expect((try? Node(json: parsed.json.utf8)) == parsed)
        }
    }

    @Test func travelsInsideOtherJSON() throws {
        struct Envelope: Codable {
            var someDocument: Node
        }
        let document = try node(#"{"scheduled_maintenance":{"aB_c":1.5,"x":[null,true,"s",9007199254740993]}}"#)
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        let decoded = try decoder.decode(Envelope.self, from: encoder.encode(Envelope(someDocument: document)))
        #expect(decoded.someDocument == document)
    }
}
