import Terms

/// What was found in an agreement document, as `POST /v1/agreements/lint` and `pledge agreement lint --json` show it.
public struct LintResource: Codable, Sendable, Equatable {
    /// What was found, in the order of the document.
    public var findings: [Finding]

    /// A finding.
    public struct Finding: Codable, Sendable, Equatable {
        /// What kind of finding it is.
        public var code: LintCode
        /// How much it matters.
        public var severity: LintFinding.Severity
        /// Where it stands in the document, as a JSON pointer.
        public var pointer: String
        /// The line of the text, from 1; null where it came without lines.
        @OrNull public var line: Int?
        /// The column of the line, from 1.
        @OrNull public var column: Int?
        /// The clause; null where it is about the document's head.
        @OrNull public var clause: String?
        /// What is the matter, for a person.
        public var sentence: String
        /// A reading that would settle it; null where none can.
        @OrNull public var proposal: ProposedInterpretation?
        /// The interpretation, or import warning, of the document that settles it; null while none does.
        @OrNull public var settledBy: String?
    }

    /// Shows findings.
    public init(_ findings: [LintFinding]) {
        self.findings = findings.map { finding in
            Finding(
                code: finding.code, severity: finding.severity, pointer: finding.pointer, line: finding.place?.line,
                column: finding.place?.column, clause: finding.clause, sentence: finding.sentence, proposal: finding.proposal,
                settledBy: finding.settledBy)
        }
    }
}
