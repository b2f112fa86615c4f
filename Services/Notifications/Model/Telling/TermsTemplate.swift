import Contracts
import Terms

/// A new version of an agreement, with what becomes less by it.
struct TermsTemplate: Template, Equatable {
    let version: AgreementVersionState
    let tenant: String

    func english(for reader: Reader) -> Words {
        let reductions = self.reductions.map { "- \($0)" }.joined(separator: "\n")
        let list =
            reductions.isEmpty
            ? ""
            : "What becomes less, with the clauses that you have now:\n\(reductions)\n\nIt binds you after your notice period.\n\n"
        return Words(
            subject: "New terms: \(version.title), version \(version.version)",
            text: """
                \(tenant) gives notice of version \(version.version) of “\(version.title)”.

                \(list)Not before: \(reader.time(version.effectiveFrom))
                Published: \(reader.time(version.publishedAt))
                Reference: \(version.agreement), version \(version.version)
                """)
    }

    func dutch(for reader: Reader) -> Words {
        let reductions = self.reductions.map { "- \($0)" }.joined(separator: "\n")
        let list =
            reductions.isEmpty
            ? ""
            : "Wat minder wordt, met de bepalingen die u nu heeft:\n\(reductions)\n\nHet geldt voor u na afloop van uw aankondigingstermijn.\n\n"
        return Words(
            subject: "Nieuwe voorwaarden: \(version.title), versie \(version.version)",
            text: """
                \(tenant) kondigt versie \(version.version) van “\(version.title)” aan.

                \(list)Niet eerder dan: \(reader.time(version.effectiveFrom))
                Gepubliceerd: \(reader.time(version.publishedAt))
                Kenmerk: \(version.agreement), versie \(version.version)
                """)
    }

    /// Of every rule that makes customers wait, each reduction once.
    private var reductions: [String] {
        var seen: Set<String> = []
        return (version.noticeRules ?? []).flatMap(\.reductions)
            .map { "\($0.clauses.joined(separator: ", ")): \($0.detail)" }.filter { seen.insert($0).inserted }
    }
}
