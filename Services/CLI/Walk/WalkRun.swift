import Contracts
import Foundation
import Hosting
import Terms

/// The long walk of one agreement, once, through the public API of a running installation: a tenant of its own, the demo's past, and
/// then step by step from what was measured to a credit on an invoice, or to the refusal, each answer with its clauses.
struct WalkRun: Sendable {
    /// The gateway.
    let base: String
    /// The source tree, whose `deploy/demo` the walk takes its agreement and its steps from.
    let home: String
    var operatorKey: String
    /// What the mail catcher has caught; nil when nobody looks.
    let mails: MailView?
    /// What tells this run's tenants and mail from every other's.
    let tag: String
    /// When it is made.
    let now: Instant
    /// Where each line goes as soon as it is known.
    let print: @Sendable (String) -> Void

    /// Walks.
    ///
    /// - Throws: `HostingError` at the first step whose answer is not the one that the agreement leads to.
    func walk(_ name: String) async throws {
        let file = try TenantFile(name, home: home, target: "https://status.example.net/")
        let memory = DemoMemory(secrets: nil, file: nil)
        let key = "walk-\(tag)-\(name)"
        let keys = DemoKeys(tenant: key, base: base, memory: memory)
        let story = try file.content(of: "walk")
        print("\n\(file.content.text(at: "tenant.name") ?? name): \(story.text(at: "about") ?? "")")
        var names = StoryNames(zone: try file.zone, loadedAt: now)
        names = try await TenantLoader(file: file, key: key, keys: keys, mailTag: tag).load(
            operatorKey: operatorKey, names: names)
        tell(WalkLine("A tenant with its agreement, services and customers", "made"))
        let samples = try await DemoPast(file: file, ingest: keys.client(.ingest, of: nil), names: names).send()
        tell(WalkLine("What was measured since the first of last month", samples > 0 ? "\(samples) samples" : "outages declared"))
        var teller = StoryTeller(key, keys: keys, memory: memory, names: names, now: now)
        for step in try StoryStep.all(in: story) {
            switch try await teller.take(step) {
            case .taken(let answer): tell(WalkLine(step, answer))
            case .known, .left: tell(WalkLine(step.title, "not before \(earliest(step.after, names))"))
            }
        }
        try await look(for: story.list(at: "mails"), teller.names)
    }

    private func tell(_ line: WalkLine) { print("  \(line.text)") }

    private func earliest(_ after: TimeSpan?, _ names: StoryNames) -> String {
        names.lastMonth.interval.end.advanced(by: after?.seconds ?? 0).description
    }

    private func look(for wanted: [Node], _ names: StoryNames) async throws {
        guard let mails else { return }
        for mail in wanted {
            let after = mail.text(at: "after").flatMap { TimeSpan($0) }
            let isTooEarly = names.lastMonth.interval.end.advanced(by: after?.seconds ?? 0) > now
            guard !isTooEarly, let address = mail.text(at: "to").flatMap({ names.fill($0) }) else { continue }
            let subject = try await mails.subject(to: address, beginning: mail.text(at: "subject") ?? "")
            tell(WalkLine("Mail to \(address)", "\"\(subject)\""))
        }
    }
}
