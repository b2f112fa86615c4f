/// Something in an agreement that its readers will stumble over.
public struct LintFinding: Hashable, Sendable, Codable {
    /// How much it matters.
    public enum Severity: String, CaseIterable, Hashable, Sendable, Codable {
        /// It says what cannot be.
        case error
        /// It can be read in more than one way, or does not do what it seems to.
        case warning
        /// Worth knowing.
        case note
    }

    /// What kind of finding it is.
    public let code: LintCode
    /// How much it matters.
    public let severity: Severity
    /// Where it stands in the document, as a JSON pointer.
    public let pointer: String
    /// Where it stands in the text; nil where the document came without one.
    public let place: Node.Place?
    /// The clause that it is about; nil where it is about the document's head.
    public let clause: String?
    /// What is the matter, for a person.
    public let sentence: String
    /// A choice of reading that would settle it; nil where no reading can.
    public let proposal: ProposedInterpretation?
    /// The interpretation of the document that settles it, by id, or the pointer of the import warning that says how the
    /// words were read; nil while none does.
    public let settledBy: String?

    /// Whether somebody has still to decide something: an error or warning that no interpretation settles.
    public var isOpen: Bool {
        settledBy == nil && severity != .note
    }
}
