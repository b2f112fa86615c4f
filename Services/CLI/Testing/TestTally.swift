import Foundation

/// Counts tests from the event stream of Swift Testing: one JSON record a line, test definitions and events.
///
/// What started and never ended, as when the program crashed, counts as failed.
struct TestTally: Equatable, Sendable {
    private struct Record: Decodable {
        struct Payload: Decodable {
            struct Issue: Decodable {
                var isKnown: Bool
                var severity: String?
                /// Warnings are issues too; only errors fail a test.
                var isFailure: Bool { !isKnown && severity != "warning" }
            }
            struct Message: Decodable {
                var text: String
            }
            var kind: String
            var id: String?
            var testID: String?
            var issue: Issue?
            var messages: [Message]?
        }
        var kind: String
        var payload: Payload
    }

    /// Characters of a problem that are repeated: the rest is in the program's own output.
    private static let wordsMaximum = 500

    private var functions: Set<String> = []
    private var started: Set<String> = []
    private var ended: Set<String> = []
    /// What went wrong first, in words, by test.
    private var issues: [String: String] = [:]
    /// Problems that belong to no test, in words.
    private var outside: [String] = []

    /// Tests that ran to their end without a problem.
    var passed: Int { ended.intersection(functions).subtracting(issues.keys).count }
    /// Tests with a problem, and those that never ended.
    var failed: Int { failures.count + outside.count }
    /// Their names.
    var failures: [String] {
        (started.intersection(functions).subtracting(ended).union(issues.keys)).sorted()
    }
    /// A line a failure: its test, and what went wrong there first; then what belongs to no test.
    var report: [String] {
        failures.map { "failed: \($0)\(issues[$0].map { ": \($0)" } ?? "")" } + outside.map { "failed outside of a test: \($0)" }
    }
    /// Those that have started and not ended.
    var unfinished: [String] { started.intersection(functions).subtracting(ended).sorted() }

    /// Reads a whole stream; a last line that was cut off is left out.
    mutating func read(_ stream: Data) {
        let decoder = JSONDecoder()
        for line in stream.split(separator: UInt8(ascii: "\n")) {
            guard let record = try? decoder.decode(Record.self, from: line) else { continue }
            if record.kind == "test" {
                if record.payload.kind == "function", let id = record.payload.id { functions.insert(id) }
            } else if record.kind == "event" {
                note(record.payload)
            }
        }
    }

    private mutating func note(_ event: Record.Payload) {
        let isFailure = event.kind == "issueRecorded" && event.issue?.isFailure ?? true
        let words = (event.messages ?? []).map(\.text).joined(separator: " ").prefix(Self.wordsMaximum)
        guard let test = event.testID else {
            if isFailure { outside.append(String(words)) }
            return
        }
        if isFailure, issues[test] == nil { issues[test] = String(words) }
        switch event.kind {
        case "testStarted": started.insert(test)
        case "testEnded": ended.insert(test)
        default: break
        }
    }
}
