extension ExclusionRule {
    /// What it takes before an exclusion counts.
    public enum Requirement: String, CaseIterable, Hashable, Sendable, Codable {
        /// Somebody of the provider must approve.
        case approver
        /// The approver must say why.
        case reason
    }

    /// What an exclusion still lacks to count, of what the rule's approval asks for.
    ///
    /// - Parameters:
    ///   - approver: who approved; nil while nobody has.
    ///   - reason: what the approver said; nil for nothing.
    public func lacking(approver: String?, reason: String?) -> [Requirement] {
        guard let approval else { return [] }
        var lacking: [Requirement] = []
        if approval.isRequired, approver == nil { lacking.append(.approver) }
        if approval.needsReason, reason?.isEmpty ?? true { lacking.append(.reason) }
        return lacking
    }
}
