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
            var kind: String
            var id: String?
            var testID: String?
            var issue: Issue?
        }
        var kind: String
        var payload: Payload
    }

    private var functions: Set<String> = []
    private var started: Set<String> = []
    private var ended: Set<String> = []
    private var withIssues: Set<String> = []
    /// Problems that belong to no test.
    private var issuesOutside = 0

    /// Tests that ran to their end without a problem.
    var passed: Int { ended.intersection(functions).subtracting(withIssues).count }
    /// Tests with a problem, and those that never ended.
    var failed: Int { failures.count + issuesOutside }
    /// Their names.
    var failures: [String] {
        (started.intersection(functions).subtracting(ended).union(withIssues)).sorted()
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
        guard let test = event.testID else {
            if event.kind == "issueRecorded", event.issue?.isFailure ?? true { issuesOutside += 1 }
            return
        }
        switch event.kind {
        case "testStarted": started.insert(test)
        case "testEnded": ended.insert(test)
        case "issueRecorded": if event.issue?.isFailure ?? true { withIssues.insert(test) }
        default: break
        }
    }
}
