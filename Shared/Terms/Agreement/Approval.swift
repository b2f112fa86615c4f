/// Who must say yes before something counts: `{required: true, reason: true, clause: S1-16c}`.
public struct Approval: Hashable, Sendable {
    /// Whether somebody of the provider must approve.
    public let isRequired: Bool
    /// Whether the approver must give a reason.
    public let needsReason: Bool
    /// The clause.
    public let clause: String

    init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String) {
        isRequired = reader["required"].bool()
        needsReason = reader.ifPresent("reason") { $0.bool() } ?? false
        clause = names.clause(of: reader, otherwise: otherwise)
    }
}
