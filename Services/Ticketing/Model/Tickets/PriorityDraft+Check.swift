import Contracts
import Terms

extension PriorityDraft {
    /// Holds a change to what the agreement asks for where a new due time has passed already: whoever breaches a promise by it
    /// must have seen that, and say so.
    func check(_ terms: SupportTerms?, _ before: ClockBook, _ after: ClockBook) throws(TicketRefusal) {
        guard !confirmed, let rule = terms?.document.reclassifications.first(where: { $0.by == .provider && $0.showsDueFirst })
        else { return }
        for (old, new) in zip(before.machines, after.machines) {
            guard let verdict = new.verdict, verdict.outcome == .breached, old.verdict?.outcome != .breached else { continue }
            let due = verdict.dueAt.map { " was due at \($0)" } ?? " is late"
            throw .breachAhead(
                "as \(priority) the \(new.measure.rawValue)\(due) by \(verdict.clause), which this change would breach; by "
                    + "\(rule.clause) that is shown first: repeat it with confirmed")
        }
    }
}
