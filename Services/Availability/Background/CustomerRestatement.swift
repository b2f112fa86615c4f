import Contracts
import Postgres
import Terms

/// What is to be made, and made anew, because something touched some customers and not everybody: their own results.
struct CustomerRestatement {
    let touch: Touch
    /// The service that was touched; nil for all.
    let service: ServiceID?
    /// When it touched them, and before it was corrected.
    let time: Interval
    let customers: [CustomerID]
    /// Whose act it is; nil for nobody's.
    let principal: String?

    /// What is to be written; `bound` is what binds the customers, this among it.
    func writes(
        _ bound: [CustomerID: CustomerTerms], _ terms: KnownTerms, at now: Instant, of tenant: TenantID
    ) -> [Query] {
        let reach = terms.reachSeconds(of: service)
        let span = Interval(max(.earliest, time.start.advanced(by: -reach)), min(.latest, time.end.advanced(by: reach)))
        return touch.kinds.map { kind in
            StatementWorkStore.markDirty(
                service: service, span, of: customers, reason: touch.reason, by: principal, at: now, tenant, in: kind)
        } + [BudgetStore.look(at: service, span, at: now, of: tenant)]
            + WindowWaiting.schedule(
                own: customers.compactMap { bound[$0] }, about: service, from: time.start, touch, among: terms, now: now,
                of: tenant)
    }
}
