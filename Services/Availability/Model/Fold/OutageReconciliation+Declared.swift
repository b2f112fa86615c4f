import Contracts
import Terms

extension OutageReconciliation {
    /// Brings what is shown of a declared outage in line with it, where no timeline tells of it; nil for no change.
    static func action(
        on stored: StoredOutage?, for outage: DeclaredOutage, now: Instant, newID: () -> OutageID
    ) -> Action? {
        guard !outage.isDowntime, !outage.withdrawn else {
            guard var old = stored, old.state != .withdrawn else { return nil }
            old.state = .withdrawn
            old.version += 1
            old.updatedAt = now
            return Action(outage: old, change: .corrected)
        }
        let interval = outage.interval
        let state = interval.end > now ? OutageResource.State.open : .closed
        guard let old = stored else {
            let new = StoredOutage(
                id: newID(), service: outage.key.service, component: outage.key.component, startedAt: interval.start,
                endsAt: interval.end, state: state, sources: ["declared"], components: [], version: 1, createdAt: now,
                updatedAt: now, customers: outage.customers, affectedPercent: outage.affectedPercent, declaredAs: outage.key.id)
            return Action(outage: new, change: state == .open ? .opened : .openedAndClosed)
        }
        var new = old
        new.startedAt = interval.start
        new.endsAt = interval.end
        new.state = state
        new.customers = outage.customers
        new.affectedPercent = outage.affectedPercent
        guard new != old else { return nil }
        new.version += 1
        new.updatedAt = now
        return Action(outage: new, change: old.state == .open && state == .closed ? .closed : .corrected)
    }
}
