import ArgumentParser

/// What can be done with agreement documents, without a running stack.
struct AgreementCommands: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "agreement",
        abstract: "Look agreement documents over, and compare them.",
        discussion: """
            Nothing need be running. docs/agreements.md describes the format.

              ./pledge agreement lint deploy/demo/agreements/zecto.yaml
              ./pledge agreement diff old.yaml new.yaml
            """,
        subcommands: [LintAgreement.self, DiffAgreements.self])
}
