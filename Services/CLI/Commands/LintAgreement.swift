import ArgumentParser
import Contracts
import Terms

/// Finds what the readers of an agreement will stumble over.
struct LintAgreement: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Find what the readers of an agreement will stumble over.",
        discussion: """
            Holes and overlaps in tiers, levels the wrong way round, dates that do not exist, promises that cannot be broken, and
            more: a line a finding as file:line:column, severity, kind and sentence, and where one would settle it an
            interpretation to put into the document. What an interpretation settles already is shown with --all.

            Examples:
              ./pledge agreement lint zecto.yaml
              ./pledge agreement lint --all --service cpaas --service voice zecto.yaml
              ./pledge agreement lint --json zecto.yaml
            The exit code is 1 when the document cannot be read, or an error or warning is not settled.
            """)

    @Argument(help: "The document, in YAML or JSON.", completion: .file(extensions: ["yaml", "yml", "json"]))
    var file: String
    @Option(name: .customLong("service"), help: "A service of the catalogue; given once or more, others are reported.")
    var services: [String] = []
    @Flag(help: "Show what is settled, too.")
    var all = false
    @Flag(help: "Print JSON, as POST /v1/agreements/lint answers.")
    var json = false

    func run() throws {
        let agreement = try AgreementFile(file)
        let findings = AgreementLint.findings(agreement.document, catalogue: services.isEmpty ? nil : Set(services))
        if json { print(try PledgeJSON.encodeText(LintResource(findings))) } else { show(findings) }
        if findings.contains(where: \.isOpen) { throw ExitCode.failure }
    }

    private func show(_ findings: [LintFinding]) {
        for finding in findings where all || finding.settledBy == nil {
            let place = AgreementFile.place(file, finding.place)
            print("\(place): \(finding.severity.rawValue) \(finding.code.rawValue): \(finding.sentence)")
            if let settled = finding.settledBy {
                print("    settled by \(settled)")
            } else if let proposal = finding.proposal {
                print("    proposed interpretation:")
                print("      - clause: \(proposal.clause)")
                print("        choice: \(proposal.choice.yamlText)")
                print("        alternative: \(proposal.alternative.yamlText)")
                print("        why: \(proposal.why.yamlText)")
            }
        }
        let settled = findings.count { $0.settledBy != nil }
        let notes = findings.count { $0.severity == .note && $0.settledBy == nil }
        print("\(file): \(findings.count(where: \.isOpen)) to decide, \(settled) settled, \(notes) notes")
    }
}

extension String {
    /// The text as YAML takes it: as it is, or in quotes where a colon or a quote would mislead.
    fileprivate var yamlText: String {
        let isPlain = !contains(": ") && !contains(" #") && !contains("\"") && first.map { $0.isLetter || $0.isNumber } ?? false
        return isPlain ? self : "'" + replacing("'", with: "''") + "'"
    }
}
