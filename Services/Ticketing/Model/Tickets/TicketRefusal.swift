import Contracts

/// Why a ticket cannot be made or changed as asked. Each is one kind of problem.
enum TicketRefusal: Error, Equatable, Sendable {
    /// It is closed.
    case closed
    /// It is resolved, and would have to be reopened first.
    case resolved
    /// It is to be closed, and is not resolved.
    case unresolved
    /// Only the provider moves it there.
    case providersMove(TicketResource.Status)
    /// The agreement names no such priority; it names these.
    case noSuchPriority([String])
    /// The agreement offers no such way to ask; it offers these.
    case noSuchChannel([String])
    /// Somebody else decides on the priority, by this clause.
    case othersDecide(clause: String)
    /// The provider must say why.
    case reasonMissing(clause: String?)
    /// The new due time has passed already; whoever does it all the same must say so.
    case breachAhead(String)
    /// There is no such ticket of the customer's to merge into.
    case noSuchTicket
    /// The ticket to merge into is younger: promises would be counted from a later receipt.
    case younger
    /// The ticket to merge into is closed.
    case otherClosed
    /// So many were merged into the other one that no more can be.
    case mergersFull
    /// Its log is full.
    case logFull

    /// What the API answers.
    var problem: Problem {
        switch self {
        case .closed: return .conflict("the ticket is closed; open another")
        case .resolved: return .conflict("the ticket is resolved; reopen it first (status open)")
        case .unresolved: return .conflict("the ticket is not resolved; what is closed was resolved before")
        case .providersMove(let status): return .forbidden("only the provider sets the status \(status.rawValue)")
        case .noSuchPriority([]):
            return .validation("#/priority", "no agreement is in force for the customer here that has priorities")
        case .noSuchPriority(let keys): return .validation("#/priority", "must be one of \(keys.joined(separator: ", "))")
        case .noSuchChannel(let keys): return .validation("#/channel", "must be one of \(keys.joined(separator: ", "))")
        case .othersDecide(let clause): return .forbidden("by \(clause) it is not for you to change the priority")
        case .reasonMissing(let clause):
            return .validation("#/reason", "is required" + (clause.map { " by \($0)" } ?? ""))
        case .breachAhead(let detail): return .conflict(detail, slug: "breach-ahead")
        case .noSuchTicket: return .validation("#/merged_into", "must be another ticket of the same customer")
        case .younger: return .conflict("the other ticket is the younger one: merge that one into this")
        case .otherClosed: return .conflict("the other ticket is closed")
        case .mergersFull: return .conflict("too many tickets were merged into the other one")
        case .logFull: return .conflict("too much has happened to the ticket; close it and open another")
        }
    }
}
