import Contracts
import Terms

/// What keeps a statement from becoming final: something began before its window ended, and nobody knows when it was over.
///
/// A measured outage holds nothing: samples say how long it lasted. One that was declared without an end may turn out to have
/// ended within the window, however long nobody says so; and so may an incident that is proposed as an outage.
struct StatementHold: Encodable, Sendable, Hashable {
    /// What it is.
    enum Kind: String, Codable, Sendable {
        /// A declared outage that has no end yet.
        case outage
        /// An incident that goes on, and of which it is not decided whether it was an outage.
        case incident
    }

    let kind: Kind
    /// The declaration's own id, or the incident's; absent for those who may not see it.
    let id: String?
    /// When it began.
    let from: Instant

    /// The same for those who may not see what it is.
    var withoutName: StatementHold { StatementHold(kind: kind, id: nil, from: from) }
}
