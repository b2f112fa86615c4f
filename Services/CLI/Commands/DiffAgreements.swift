import ArgumentParser
import Contracts
import Terms

/// Tells what one edition of an agreement changes for customers of another.
struct DiffAgreements: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff", abstract: "Tell what an edition changes for customers of another.",
        discussion: """
            Every change is an improvement, a reduction, neutral, or mixed: judged by what it does to the customer and not by its
            text. What is mixed may be either, and counts as a reduction.

            Examples:
              ./pledge agreement diff zecto-1.0.yaml zecto-2.0.yaml
              ./pledge agreement diff --json zecto-1.0.yaml zecto-2.0.yaml
            The exit code is 1 when a document cannot be read, or anything is a reduction.
            """)

    @Argument(help: "The document that customers have.", completion: .file(extensions: ["yaml", "yml", "json"]))
    var old: String
    @Argument(help: "The document that they would have.", completion: .file(extensions: ["yaml", "yml", "json"]))
    var new: String
    @Flag(help: "Print JSON, as …/versions/{v}/diff answers.")
    var json = false

    func run() throws {
        let (older, newer) = (try AgreementFile(old), try AgreementFile(new))
        let changes = AgreementDiff.changes(from: older.document, to: newer.document)
        if json { print(try PledgeJSON.encodeText(AgreementDiffResource(changes))) } else { show(changes, older, newer) }
        if changes.isReduction { throw ExitCode.failure }
    }

    private func show(_ changes: [AgreementChange], _ older: AgreementFile, _ newer: AgreementFile) {
        for change in changes {
            let place =
                change.to.map { AgreementFile.place(new, newer.document.node.place(at: $0)) }
                ?? AgreementFile.place(old, change.from.flatMap { older.document.node.place(at: $0) })
            let clauses = change.clauses.isEmpty ? "" : " (\(change.clauses.joined(separator: ", ")))"
            print("\(place): \(change.kind.rawValue) \(change.title)\(clauses): \(change.why)")
            if let before = change.before { print("    - \(before)") }
            if let after = change.after { print("    + \(after)") }
        }
        let counts = AgreementChange.Kind.allCases.compactMap { kind -> String? in
            let count = changes.count { $0.kind == kind }
            return count == 0 ? nil : "\(count) \(kind.rawValue)"
        }
        print(counts.isEmpty ? "Nothing differs." : counts.joined(separator: ", "))
    }
}
