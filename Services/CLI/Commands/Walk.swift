import ArgumentParser
import Contracts
import Foundation
import Hosting
import Terms

/// Walks the long way with every agreement of the demo, in an installation that something else runs.
struct Walk: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract:
            "Walk from measurement to credit, or to the refusal, with each of the demo's agreements, through the public API.",
        discussion: """
            Each walk makes a tenant of its own, which stays. Every line is a step with what was answered and by which clauses; the
            first answer that is not the one that the agreement leads to ends it, with exit code 1.

              ./pledge walk --url http://127.0.0.1:7300 --secrets .pledge/secrets
            """)

    @Option(help: "The gateway.")
    var url = "http://127.0.0.1:\(StackPorts.defaultBase)"
    @Option(help: "The folder with the operator's key, as `pledge secrets` makes it.")
    var secrets: String
    @Option(help: "A mail catcher's HTTP address (Mailpit's API): the customers' mail is looked for there.")
    var mail: String?

    func run() async throws {
        try await reporting {
            let folder = TypedPath.absolute(secrets)
            guard let key = try? String(contentsOfFile: "\(folder)/operator-key", encoding: .utf8) else {
                throw HostingError(
                    .storage, "\(folder) has no operator-key that can be read.",
                    advice: "Name the folder of the installation's secrets; `pledge secrets` makes one.")
            }
            let now = Instant(epochSeconds: Int64(Date().timeIntervalSince1970))
            let reporter = Reporter()
            let run = WalkRun(
                base: url, home: StackOptions.home, operatorKey: key, mails: mail.map { MailView(base: $0) },
                tag: String(now.epochSeconds, radix: 36), now: now, print: { reporter.note($0) })
            for name in TenantFile.all { try await run.walk(name) }
            reporter.note("\nAll \(TenantFile.all.count) walks came to their ends.")
        }
    }
}
