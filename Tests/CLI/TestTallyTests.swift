import Foundation
import Testing

@testable import CLI

@Suite struct TestTallyTests {
    private func stream(_ lines: [String]) -> Data { Data(lines.map { "\($0)\n" }.joined().utf8) }
    private func test(_ id: String, kind: String = "function") -> String {
        #"{"version":0,"kind":"test","payload":{"kind":"\#(kind)","id":"\#(id)","name":"\#(id)"}}"#
    }
    private func event(_ kind: String, _ id: String, _ more: String = "") -> String {
        #"{"version":0,"kind":"event","payload":{"kind":"\#(kind)","testID":"\#(id)"\#(more)}}"#
    }

    @Test func functionsAreCountedAndSuitesAreNot() {
        var tally = TestTally()
        tally.read(
            stream([
                test("S", kind: "suite"), test("S/a"), test("S/b"), event("testStarted", "S"), event("testStarted", "S/a"),
                event("testEnded", "S/a"), event("testStarted", "S/b"), event("testEnded", "S/b"), event("testEnded", "S"),
            ]))
        #expect(tally.passed == 2)
        #expect(tally.failed == 0)
    }

    @Test func aTestWithAnIssueFails() {
        var tally = TestTally()
        tally.read(
            stream([
                test("S/a"), event("testStarted", "S/a"),
                event("issueRecorded", "S/a", #","issue":{"isKnown":false},"messages":[{"text":"first"}]"#),
                event("issueRecorded", "S/a", #","issue":{"isKnown":false}"#), event("testEnded", "S/a"),
            ]))
        #expect(tally.passed == 0)
        #expect(tally.failures == ["S/a"])
        #expect(tally.report == ["failed: S/a: first"])
    }

    @Test func knownIssuesAndWarningsDoNotFail() {
        var tally = TestTally()
        tally.read(
            stream([
                test("S/a"), event("testStarted", "S/a"), event("issueRecorded", "S/a", #","issue":{"isKnown":true}"#),
                event("issueRecorded", "S/a", #","issue":{"isKnown":false,"severity":"warning"}"#), event("testEnded", "S/a"),
            ]))
        #expect(tally.passed == 1)
        #expect(tally.failed == 0)
    }

    @Test func whatNeverEndedFailed() {
        var tally = TestTally()
        tally.read(
            stream([
                test("S/a"), test("S/b"), event("testStarted", "S/a"), event("testStarted", "S/b"), event("testEnded", "S/b"),
            ]))
        #expect(tally.passed == 1)
        #expect(tally.failures == ["S/a"])
        #expect(tally.unfinished == ["S/a"])
    }

    @Test func aLineThatWasCutOffIsLeftOut() {
        var tally = TestTally()
        tally.read(stream([test("S/a"), event("testStarted", "S/a"), event("testEnded", "S/a")]) + Data(#"{"kind":"ev"#.utf8))
        #expect(tally.passed == 1)
    }

    @Test func anIssueOfNoTestFailsTheRun() {
        var tally = TestTally()
        let issue =
            #"{"kind":"issueRecorded","issue":{"isKnown":false},"messages":[{"symbol":"fail","text":"a"},{"symbol":"details","text":"b"}]}"#
        tally.read(stream([#"{"version":0,"kind":"event","payload":\#(issue)}"#]))
        #expect(tally.failed == 1)
        #expect(tally.report == ["failed outside of a test: a b"])
    }
}
