/// Who may ask for support, and what it is not for.
public struct SupportAccess: Hashable, Sendable {
    /// Who may ask.
    public enum Requesters: String, CaseIterable, Hashable, Sendable {
        case anybody
        /// Users whom the customer has authorised. Whether one is comes first: no clock starts for anybody else.
        case authorisedUsers = "authorised_users"
    }

    /// The clause.
    public let clause: String
    /// Who may ask.
    public let requesters: Requesters
    /// What it is not for.
    public let notFor: [String]

    init(_ reader: NodeReader, _ names: AgreementNames, _ otherwise: String) {
        clause = names.clause(of: reader, otherwise: otherwise)
        requesters = reader["requesters"].choice()
        notFor = reader.ifPresent("not_for") { $0.list(1...20) { $0.text() } } ?? []
    }

    /// Whether support is for such a thing, in the words of the clause.
    public func covers(_ topic: String) -> Bool {
        !notFor.contains(topic)
    }

    /// Whether a request of somebody is taken in.
    public func admits(isAuthorised: Bool) -> Bool {
        requesters == .anybody || isAuthorised
    }
}
