import Foundation
import Testing

@testable import Terms

@Suite struct NodeReaderTests {
    private enum Color: String, CaseIterable {
        case red
        case green
    }

    private struct Thing: Equatable {
        var name: String
        var count: Int64
        var color: Color
        var share: Percent
        var since: Instant
        var note: String?
        var parts: [String]
    }

    private func read(_ json: String) throws -> Thing {
        try node(json).read { body in
            Thing(
                name: body["name"].text(1...10), count: body["count"].integer(1...5), color: body["color"].choice(),
                share: body["share"].percent(), since: body["since"].instant(), note: body.ifPresent("note") { $0.prose() },
                parts: body["parts"].list(1...3) { part in part["key"].key() })
        }
    }

    @Test func readsWhatIsRight() throws {
        let thing = try read(
            #"{"name":"x","count":5,"color":"green","share":99.90,"since":"2026-03-10T06:30:00.9+05:00","parts":[{"key":"a-1"}]}"#
        )
        #expect(
            thing
                == Thing(
                    name: "x", count: 5, color: .green, share: try #require(Percent("99.9")),
                    since: try at("2026-03-10T01:30:00Z"), note: nil, parts: ["a-1"]))
    }

    @Test func tellsEverythingThatIsWrongAtOnce() {
        let found = problems {
            _ = try read(
                """
                {"name": "far too long a name", "count": "3", "color": "blue", "share": "101",
                 "since": "yesterday", "note": 4, "surprise": true,
                 "parts": [{"key": "Up"}, {}, 7, {"key": "a", "more": 1}]}
                """)
        }
        #expect(
            found == [
                "#/name (line 1, column 10): must have 1 to 10 characters, has 19",
                "#/count (line 1, column 42): must be a whole number, is a string",
                "#/color (line 1, column 56): must be one of: red, green",
                #"#/share (line 1, column 73): must be a percentage from 0 to 100, such as "99.9", with at most 6 places"#,
                "#/since (line 2, column 11): must be an RFC 3339 time such as 2026-03-10T01:30:00Z",
                "#/note (line 2, column 32): must be a string, is a number: put it in quotes",
                "#/surprise (line 2, column 47): is not known here",
                "#/parts (line 3, column 11): must have 1 to 3 elements, has 4",
            ])
        let inside = problems { _ = try read(#"{"parts": [{"key": "Up"}, {}, 7]}"#) }
        #expect(inside.contains { $0.hasPrefix("#/parts/0/key (line 1, column 20): must be a key") })
        #expect(inside.contains("#/parts/1/key (line 1, column 27): is required"))
        #expect(inside.contains("#/parts/2 (line 1, column 31): must be an object, is a number"))
        #expect(inside.contains("#/name (line 1, column 1): is required"))
    }

    @Test(arguments: ["[]", "null", "3", #""x""#])
    func theWholeMustBeAnObject(json: String) {
        let found = problems { _ = try read(json) }
        #expect(found.count == 1)
        #expect(found.first?.contains("must be an object") == true)
    }

    @Test func nullIsAbsentWhereItMayBe() throws {
        let read = { (json: String) in try node(json).read { $0.ifPresent("note") { $0.text() } } }
        #expect(try read(#"{"note": null}"#) == nil)
        #expect(try read("{}") == nil)
        #expect(try read(#"{"note": "x"}"#) == "x")
    }

    @Test func controlCharactersAreRefused() {
        #expect(
            problems { _ = try node(#"{"a":"x\u0000"}"#).read { $0["a"].text() } } == [
                "#/a (line 1, column 6): must not have control characters"
            ])
        #expect(problems { _ = try node(#"{"a":"x\ny"}"#).read { $0["a"].text() } }.count == 1)
        #expect(problems { _ = try node(#"{"a":"x\ny"}"#).read { $0["a"].prose() } }.isEmpty)
    }

    @Test func problemsAreBounded() {
        let members = (0..<1000).map { "\"k\($0)\": 1" }.joined(separator: ",")
        let found = problems { _ = try node("{\(members)}").read { $0.has("x") } }
        #expect(found.count == NodeProblems.maximum)
    }

    @Test func pointersAreEscaped() {
        let found = problems { _ = try node(#"{"a/b~c": 1}"#).read { $0.has("x") } }
        #expect(found == ["#/a~1b~0c (line 1, column 11): is not known here"])
    }

    @Test func treesAreChecked() throws {
        let good = try node(#"{"all":[{"component":"a"},{"at_least":2,"of":[{"component":"b"},{"component":"c"}]}]}"#).read {
            ComponentTree($0)
        }
        #expect(good == .all([.component("a"), .atLeast(2, [.component("b"), .component("c")])]))
        for bad in [
            "{}", #"{"all":[],"any":[]}"#, #"{"all":[]}"#, #"{"at_least":3,"of":[{"component":"a"}]}"#,
            #"{"at_least":0,"of":[{"component":"a"}]}"#, #"{"component":"a","x":1}"#, #"{"of":[{"component":"a"}]}"#, "[]",
            #"{"all":["a"]}"#,
            String(repeating: #"{"all":["#, count: 9) + #"{"component":"a"}"# + String(repeating: "]}", count: 9),
        ] {
            #expect(problems { _ = try node(bad).read { ComponentTree($0) } }.count >= 1, "\(bad)")
        }
    }
}
