import Contracts
import Testing

@testable import Terms

@Suite struct AgreementYAMLTests {
    private func yaml(_ text: String) throws(NodeProblems) -> Node {
        try AgreementYAML.node(text.utf8)
    }

    @Test func onlyWhatJSONCanSay() throws {
        let document = try yaml(
            """
            # a comment
            text: no
            quoted: "99.9"
            number: 99.90
            octal: 010
            date: 2025-11-17
            version: 1.2.3
            yes: true
            nothing:
            tilde: ~
            list: [a, 'b', 3]
            block: |
              first *star* & more
              second
            """)
        #expect(
            document
                == (try node(
                    #"""
                    {"text":"no","quoted":"99.9","number":99.90,"octal":"010","date":"2025-11-17","version":"1.2.3","yes":true,
                     "nothing":null,"tilde":null,"list":["a","b",3],"block":"first *star* & more\nsecond"}
                    """#)))
        #expect(document["number"]?.text == "99.90")
        #expect(document["list"]?.elements?[1].place == Node.Place(line: 11, column: 11))
    }

    @Test func jsonIsReadAsJSON() throws {
        #expect(try yaml("{\"a\":\t\"\\ud83d\\ude00\", \"b\": 1.0}") == node(#"{"a":"😀","b":1}"#))
        #expect(problems { _ = try yaml(#"{"a":1,"a":2}"#) }.first?.contains("'a' twice") == true)
        #expect(try yaml("{a: b}") == node(#"{"a":"b"}"#), "a flow map that is no JSON is YAML")
        #expect(problems { _ = try yaml(#"{"a": "#) } == ["# (line 1, column 7): ends where a value is expected"])
    }

    @Test(arguments: [
        ("a: &x 1\nb: 2", "anchor"), ("a: &x [1]\nb: *x", "anchor"), ("a: !!binary aGk=", "tag"), ("a: !thing 1", "tag"),
        ("a: !!str 1\nb: !!int 2", "tag"), ("a: 1\na: 2", "twice"), ("? [a]\n: 1", "not text"),
        ("a: 1\n---\nb: 2", "another document"),
        ("a: [1", "no YAML"), ("a: 'x", "no YAML"), ("a: b: c", "no YAML"), ("\ta: 1", "no YAML"), ("", "is empty"),
        ("a: *nowhere", "alias"),
        ("a: \u{1}", "no YAML"), ("%YAML 9.9\n---\na: 1", "no YAML"),
    ])
    func refuses(text: String, because: String) {
        let found = problems { _ = try yaml(text) }
        #expect(found.count == 1)
        #expect(found.first?.contains(because) == true, "\(found)")
    }

    @Test func bombsAreRefusedBeforeTheyGoOff() {
        var laughs = "a0: &a0 [lol]\n"
        for level in 1...30 {
            laughs += "a\(level): &a\(level) [" + Array(repeating: "*a\(level - 1)", count: 9).joined(separator: ",") + "]\n"
        }
        laughs += "? *a30\n: x\n"
        #expect(problems { _ = try yaml(laughs) }.first?.contains("aliases") == true)
        #expect(problems { _ = try yaml(String(repeating: "[", count: 900)) }.count == 1)
        #expect(problems { _ = try yaml(String(repeating: "- ", count: 900) + "x") }.first?.contains("deeper") == true)
        #expect(problems { _ = try yaml(String(repeating: "[", count: 200_000)) }.count == 1)
        #expect(problems { _ = try yaml(String(repeating: "{a: ", count: 100_000)) }.count == 1)
        #expect(problems { _ = try yaml(String(repeating: "x", count: 513 * 1024)) }.first?.contains("larger") == true)
        #expect(
            problems { _ = try yaml("a: [" + String(repeating: "0,", count: 60_000) + "]") }.first?.contains("values") == true)
        #expect(problems { _ = try AgreementYAML.node([0x61, 0x3A, 0x20, 0xFF]) } == ["#: is not UTF-8"])
    }

    /// Whatever the bytes are: an answer, never a crash.
    @Test(arguments: 0..<300 as Range<UInt64>)
    func survivesNoise(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var bytes = Array("a: [1, {b: 'x'}]\n? c\n: |\n  text\nd: &e \"ü\"\nf: *e\n- g\n%h\n--- !!i\n".utf8)
        for _ in 0..<Int.random(in: 1...8, using: &generator) {
            let index = Int.random(in: 0..<bytes.count, using: &generator)
            switch Int.random(in: 0...2, using: &generator) {
            case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
            case 1: bytes.remove(at: index)
            default: bytes.insert(bytes.randomElement(using: &generator) ?? 0, at: index)
            }
        }
        _ = try? AgreementYAML.node(bytes)
    }
}
