/// What one edition of an agreement changes for customers of another, part by part, by effect and not by text.
///
/// Every member of the format has a rule that says which way is better for the customer. Where there is none, or where it
/// depends, a change is `mixed`, and to be treated as a reduction: nothing gets worse unnoticed because nobody thought of it.
/// Seen from the other side every improvement is a reduction.
public enum AgreementDiff {
    /// What changes from one edition to another; nothing between documents that say the same.
    public static func changes(from old: AgreementDocument, to new: AgreementDocument) -> [AgreementChange] {
        var walk = DiffWalk(old, new)
        walk.compare(old.node, new.node, at: Term.root)
        return walk.changes
    }
}
