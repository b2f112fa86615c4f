import Contracts
import Foundation
import Terms

/// Follows a chain from its first entry, and holds what statements say against what it records. It shares nothing with the
/// service but the definition of canonical JSON: it reads what anybody can.
struct ChainVerification: Sendable {
    /// What an entry says of a statement, or of what an objective came to.
    struct Record: Hashable, Sendable {
        let sequence: Int64
        let revision: String
        let state: String
        let bodyHash: String
    }

    /// How many entries were followed.
    private(set) var sequence: Int64 = 0
    /// The hash of the last of them.
    private(set) var hash = ChainHash.none
    /// What the entries say, by what they are about.
    private(set) var records: [String: [Record]] = [:]
    private let keys: ChainKeys
    private let known: (sequence: Int64, hash: String)?

    /// A verification with these keys.
    ///
    /// - Parameter known: an entry that was there before.
    init(keys: ChainKeys, known: (sequence: Int64, hash: String)? = nil) {
        self.keys = keys
        self.known = known
    }

    /// What is wrong with a chain that ends here; nil for nothing.
    var shortfall: ChainFault? {
        guard let known, known.sequence > sequence else { return nil }
        return ChainFault(sequence: known.sequence, reason: "it was there before, and the chain ends before it")
    }

    /// Follows the next entry.
    ///
    /// - Returns: what is wrong with it; nil for nothing.
    mutating func follow(_ entry: Node) -> ChainFault? {
        let place = sequence + 1
        if let reason = objection(to: entry, at: place) { return ChainFault(sequence: place, reason: reason) }
        sequence = place
        hash = entry.text(at: "hash") ?? ""
        if let subject = entry.text(at: "content.statement") ?? entry.text(at: "content.objective") {
            records[subject, default: []].append(
                Record(
                    sequence: place, revision: entry.text(at: "content.revision") ?? "",
                    state: entry.text(at: "content.state") ?? "", bodyHash: entry.text(at: "content.body_hash") ?? ""))
        }
        return nil
    }

    private func objection(to entry: Node, at place: Int64) -> String? {
        guard entry.text(at: "sequence") == String(place) else {
            return "it is missing: the next one is \(entry.text(at: "sequence") ?? "without a place")"
        }
        guard entry.text(at: "previous_hash") == hash else { return "it does not follow the entry before it" }
        if let content = entry["content"], ChainHash.of(content) != entry.text(at: "content_hash") {
            return "what it records is not what was hashed"
        }
        if let known, known.sequence == place, known.hash != entry.text(at: "hash") {
            return "it had another hash before, \(known.hash)"
        }
        let link = ChainHash.link(entry)
        guard ChainHash.of(link) == entry.text(at: "hash") else { return "its hash is not that of what it says" }
        return keys.objection(to: entry.text(at: "signature") ?? "", of: link, by: entry.text(at: "key") ?? "")
    }

    /// Holds a statement, or what an objective came to, against what the chain records of it.
    ///
    /// - Parameters:
    ///   - revisions: as its `/revisions` shows them.
    ///   - current: as it is shown by its id.
    /// - Returns: the first entry that it contradicts; nil for none.
    func fault(in id: String, revisions: [Node], current: Node) -> ChainFault? {
        let records = records[id] ?? []
        for record in records {
            guard let revision = revisions.first(where: { $0.text(at: "revision") == record.revision }) else {
                return ChainFault(sequence: record.sequence, reason: "revision \(record.revision) of \(id) is not there any more")
            }
            guard ChainHash.of(revision: revision, in: record.state) == record.bodyHash else {
                return ChainFault(sequence: record.sequence, reason: "revision \(record.revision) of \(id) was changed")
            }
        }
        guard let last = records.last else { return nil }
        // What came after the chain was read is for the next time.
        let isNewer = { (revision: Node) in
            revision.list(at: "chain").contains { ($0.text(at: "sequence").flatMap { Int64($0) } ?? 0) > sequence }
        }
        guard !revisions.contains(where: isNewer) else { return nil }
        if let stray = revisions.first(where: { node in !records.contains { $0.revision == node.text(at: "revision") } }) {
            let name = stray.text(at: "revision") ?? "?"
            return ChainFault(sequence: last.sequence, reason: "revision \(name) of \(id) is in no entry")
        }
        guard ChainHash.of(current) == last.bodyHash else {
            return ChainFault(sequence: last.sequence, reason: "\(id) is shown otherwise than its last revision")
        }
        return nil
    }
}
