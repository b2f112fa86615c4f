import Contracts
import Terms

/// Which promises another edition makes smaller.
enum TermsComparison {
    /// What becomes smaller from one document to the next, clause by clause.
    static func reductions(from old: AgreementDocument, to new: AgreementDocument) -> [NoticeRule.Reduction] {
        old.commitments.compactMap { before in
            guard let after = new.commitments.first(where: { $0.id == before.id }) else {
                return NoticeRule.Reduction(clause: before.clause, detail: "\(before.title) is no longer promised")
            }
            guard after.target < before.target else { return nil }
            return NoticeRule.Reduction(
                clause: before.clause, detail: "the target of \(before.title) falls from \(before.target) to \(after.target)")
        }
    }
}
