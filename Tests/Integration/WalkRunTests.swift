import Contracts
import Foundation
import Synchronization
import Terms
import TestSupport
import Testing

@testable import CLI

/// `./pledge walk`, as compose runs it, through the public port of the installation that the tests share.
@Suite(.timeLimit(.minutes(5)))
struct WalkRunTests {
    private final class Lines: Sendable {
        private let lines = Mutex<[String]>([])
        func add(_ line: String) { lines.withLock { $0.append(line) } }
        var all: [String] { lines.withLock { $0 } }
    }

    private func make(at now: Instant, _ lines: Lines) async throws -> WalkRun {
        let installation = try await Installation.shared
        return WalkRun(
            base: installation.url(""), home: SourceTree.root.path, operatorKey: installation.operatorKey, mails: nil,
            tag: UUID().uuidString.prefix(8).lowercased(), now: now, print: { lines.add($0) })
    }

    @Test(arguments: [
        ("zecto", ["missed, final", "approved", "applied", "S2-5.2"], [".00 PKR"]),
        ("zadarma", ["refused, no_remedy_clause", "S0-13"], ["S0-1"]),
        ("infopromo", ["refused, late", "awaiting_window", "S1-14"], ["S1-1"]),
        ("connect-engage", ["refused, no_remedy_clause", "S3-9"], ["S3-2"]),
    ])
    func everyAgreementIsWalkedToItsEnd(name: String, words: [String], more: [String]) async throws {
        let lines = Lines()
        try await make(at: Installation.now, lines).walk(name)
        let text = lines.all.joined(separator: "\n")
        for word in words + more { #expect(text.contains(word), "\(word): \(text)") }
        #expect(!text.contains("not before"))
    }

    /// On the second of May, April has not settled: what has to wait says so, and nothing else is claimed to have been done.
    @Test func whatMustWaitSaysUntilWhen() async throws {
        let lines = Lines()
        try await make(at: try #require(Instant(rfc3339: "2026-05-02T10:00:00Z")), lines).walk("infopromo")
        #expect(lines.all.contains { $0.contains("seven days have passed") && $0.contains("not before 2026-05-09T00:00:00Z") })
    }

    @Test func anAnswerThatIsNotTheOneWantedEndsTheWalk() async throws {
        let lines = Lines()
        var run = try await make(at: Installation.now, lines)
        run.operatorKey = "plk_nobody"
        await #expect(throws: (any Error).self) { try await run.walk("zadarma") }
        #expect(lines.all.count == 1)
    }
}
