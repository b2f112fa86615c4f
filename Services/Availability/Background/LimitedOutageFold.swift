import Contracts
import Messaging
import Postgres
import Terms

/// What a fold does about declared outages that touch some customers or a share of users only: no timeline changes, but the
/// statements of these customers, and of those whom they touched before they were corrected; or those that weigh outages by the
/// users whom they touch.
struct LimitedOutageFold {
    let tenant: TenantID
    let transaction: Transaction
    let definitions: Definitions
    let knowledge: Knowledge
    let now: Instant

    /// Keeps changes, and says what else is to be written; `sender` tells who sent all that is about a service.
    func run(_ changes: [DeclaredOutage.Change], from sender: (ServiceID) -> String?) async throws -> [Query] {
        guard !changes.isEmpty else { return [] }
        let customers = Set(changes.flatMap(\.customers)).sorted()
        let kept = CustomerOutageStore.replace(changes, at: now, of: tenant)
        let rows = try await transaction.execute(
            kept + [OutageStore.declared(changes.map(\.after.key), of: tenant)] + ContractStore.bound(customers, tenant))
        let bound = try ContractStore.decodeBound(rows[(kept.count + 1)...])
        let (_, terms) = try await knowledge.read(tenant, transaction)
        var writes = try tell(changes, try OutageStore.decode(rows[kept.count]))
        for (service, changes) in Dictionary(grouping: changes, by: \.after.key.service).sorted(by: { $0.key < $1.key }) {
            writes += restate(service, changes.filter { !$0.customers.isEmpty }, bound, terms, by: sender(service))
            writes += reweigh(service, changes.filter(\.isWeighed), by: sender(service))
        }
        return writes
    }

    /// Has the statements made, and made anew, that are customers' own.
    private func restate(
        _ service: ServiceID, _ changes: [DeclaredOutage.Change], _ bound: [CustomerID: CustomerTerms], _ terms: KnownTerms,
        by principal: String?
    ) -> [Query] {
        guard !changes.isEmpty else { return [] }
        let customers = Set(changes.flatMap(\.customers)).sorted()
        let start = changes.map(\.span.start).min() ?? now
        let end = changes.map(\.span.end).max() ?? now
        return CustomerRestatement(
            touch: .outage, service: service, time: Interval(start, end), customers: customers, principal: principal
        ).writes(bound, terms, at: now, of: tenant)
    }

    /// Has the statements made anew that a share of users bears on, and the budgets looked at: of those that do not weigh it, no
    /// other revision comes, and nothing is told.
    private func reweigh(_ service: ServiceID, _ changes: [DeclaredOutage.Change], by principal: String?) -> [Query] {
        guard let start = changes.map(\.span.start).min(), let end = changes.map(\.span.end).max() else { return [] }
        return [
            StatementWorkStore.markDirty(
                service: service, Interval(start, end), reason: .measurements, by: principal, at: now, of: tenant),
            BudgetStore.look(at: service, Interval(start, end), at: now, of: tenant),
        ]
    }

    /// Shows the outages as they are now, and tells of them.
    private func tell(_ changes: [DeclaredOutage.Change], _ stored: [StoredOutage]) throws -> [Query] {
        let kept = stored.compactMap { old in old.declaredKey.map { ($0, old) } }
        let known = Dictionary(kept, uniquingKeysWith: { first, _ in first })
        let actions = changes.compactMap { change in
            OutageReconciliation.action(on: known[change.after.key], for: change.after, now: now, newID: { OutageID() })
        }
        guard !actions.isEmpty else { return [] }
        let events = try actions.flatMap { action in
            let key = definitions.services[action.outage.service]?.key ?? ""
            return try OutageEvents.of([action], serviceKey: key, tenant: tenant, now: now)
        }
        return [OutageStore.write(actions.map(\.outage), of: tenant), Outbox.insert(events)]
    }
}
