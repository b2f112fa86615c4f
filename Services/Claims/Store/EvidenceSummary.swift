import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// A claim's evidence, as far as verdicts depend on it.
struct EvidenceSummary: Sendable {
    /// What of the agreement's list was given, by claim.
    private(set) var answered: [ClaimID: Set<String>] = [:]
    /// Who brought any, by claim.
    private(set) var bringers: [ClaimID: Set<String>] = [:]
    /// How many pieces there are, by claim.
    private(set) var counts: [ClaimID: Int] = [:]

    /// Reads what ``EvidenceStore/summary(of:_:)`` found.
    init(_ rows: Rows) throws {
        for (claim, requirement, by) in try rows.decode((ClaimID, String?, String).self) {
            if let requirement { answered[claim, default: []].insert(requirement) }
            bringers[claim, default: []].insert(by)
            counts[claim, default: 0] += 1
        }
    }
}
