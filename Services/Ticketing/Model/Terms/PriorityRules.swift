import Contracts
import Terms

/// Who may say how urgent a ticket is, by the version that it was made under.
struct PriorityRules: Sendable {
    let document: AgreementDocument

    /// Holds a change to the agreement.
    ///
    /// The customer changes a priority where the agreement leaves it to the customer; the provider wherever it is not left to the
    /// customer alone, and always says why.
    func check(
        _ change: PriorityDraft, of ticket: TicketResource, by party: TicketMessageResource.Party
    ) throws(TicketRefusal) {
        let keys = document.priorities.map(\.key)
        guard let asked = document.priorities.first(where: { $0.key == change.priority }) else { throw .noSuchPriority(keys) }
        let present = document.priorities.first { $0.key == ticket.priority } ?? asked
        let rule = reclassification(by: party)
        switch party {
        case .customer:
            guard asked.classifiedBy == .customer && present.classifiedBy == .customer || rule != nil else {
                throw .othersDecide(clause: present.clause)
            }
            if rule?.needsReason == true, change.reason == nil { throw .reasonMissing(clause: rule?.clause) }
        case .provider:
            guard present.classifiedBy != .customer || rule != nil else { throw .othersDecide(clause: present.clause) }
            if change.reason == nil { throw .reasonMissing(clause: rule?.needsReason == true ? rule?.clause : nil) }
        }
    }

    /// The rule by which somebody changes the priority after a ticket was made; nil where there is none.
    func reclassification(by party: TicketMessageResource.Party) -> Reclassification? {
        document.reclassifications.first { $0.by == (party == .customer ? .customer : .provider) }
    }
}
