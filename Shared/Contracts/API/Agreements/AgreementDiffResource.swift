import Terms

/// What one edition of an agreement changes for customers of another, as `…/versions/{v}/diff` and
/// `pledge agreement diff --json` show it.
public struct AgreementDiffResource: Codable, Sendable, Equatable {
    /// Whether customers must be given notice as of a reduction: any change is one, or may be one.
    public var isReduction: Bool
    /// The changes, in the order of the new document.
    public var changes: [Change]

    /// One change.
    public struct Change: Codable, Sendable, Equatable {
        /// What it does to the customer.
        public var kind: AgreementChange.Kind
        /// What changed.
        public var title: String
        /// The clauses that it is about.
        public var clauses: [String]
        /// Where it stood in the old document, as a JSON pointer; null where it is new.
        @OrNull public var from: String?
        /// Where it stands in the new document; null where it is gone.
        @OrNull public var to: String?
        /// What it was.
        @OrNull public var before: String?
        /// What it is.
        @OrNull public var after: String?
        /// Why it is of that kind.
        public var why: String
    }

    /// Shows changes.
    public init(_ changes: [AgreementChange]) {
        isReduction = changes.isReduction
        self.changes = changes.map { change in
            Change(
                kind: change.kind, title: change.title, clauses: change.clauses, from: change.from, to: change.to,
                before: change.before, after: change.after, why: change.why)
        }
    }
}
