import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// What is done with credits once they are granted. The ledger's own rules are the database's.
extension ClaimDesk {
    /// One credit.
    ///
    /// - Throws: 404 when there is none.
    func credit(_ id: CreditID) async throws -> CreditResource {
        guard let row = try await transaction.query(CreditStore.find(id, of: tenant)).first else {
            throw Problem.notFound("credit")
        }
        return try CreditStore.decode(row)
    }

    /// Applies a customer's credits to an invoice, the oldest first, up to and with one of them; what is left of the last one is
    /// carried to later invoices.
    ///
    /// - Throws: 409 when the invoice is another's or says something else than before, and when there is nothing to apply.
    func apply(_ credit: CreditResource, _ draft: ApplicationDraft, by principal: String) async throws -> ApplicationResource {
        guard draft.due.currency == credit.amount.currency else {
            throw Problem.validation("#/due/currency", "must be \(credit.amount.currency), the credit's currency")
        }
        let rows = try await transaction.execute(
            LedgerStore.invoice(draft, of: credit, at: now, tenant) + [
                LedgerStore.applied(to: draft.invoice, tenant),
                CreditStore.usable(upTo: credit, limit: Bounds.creditsAtOnce, of: tenant),
            ])
        let (customer, currency, due, paid) = try rows[1].decodeOne((CustomerID, String, Int64, Int64).self)
        guard customer == credit.customer, currency == draft.due.currency, due == draft.due.amountMinor else {
            throw Problem.conflict("the invoice is known otherwise", slug: "invoice-differs")
        }
        let applied = Set(try rows[2].decode(CreditID.self))
        let usable = try rows[3].map(CreditStore.decode).filter { !applied.contains($0.id) }
        let plan = ApplicationPlan(usable, left: due - paid)
        guard !plan.parts.isEmpty else {
            throw Problem.conflict(
                due == paid ? "the invoice is paid" : "nothing is left of these credits for this invoice",
                slug: "nothing-to-apply")
        }
        var writes: [Query] = []
        var events: [OutboxEvent] = []
        for part in plan.parts {
            writes.append(
                LedgerStore.post(.apply(part.credit, part.minor, to: draft.invoice, by: principal, at: now), of: tenant))
            let changed = part.credit.applied(part.minor, to: draft.invoice, at: now)
            writes.append(CreditStore.update(changed, of: tenant))
            events.append(try event(CreditApplied(credit: changed), changed.id))
        }
        _ = try await transaction.execute(writes + [Outbox.insert(events)])
        return plan.resource(draft, credit.customer, paid: paid)
    }

    /// Takes back what is left of a credit.
    func void(_ old: CreditResource, reason: String, by principal: String) async throws -> CreditResource {
        guard old.remainingMinor > 0 else {
            throw Problem.conflict("nothing is left of the credit", slug: "credit-state")
        }
        var credit = old.ended(.voided, at: now)
        credit.voidReason = reason
        _ = try await transaction.execute([
            LedgerStore.post(.void(old, by: principal, at: now), of: tenant), CreditStore.update(credit, of: tenant),
            Outbox.insert([try event(CreditVoided(credit: credit), credit.id)]),
        ])
        return credit
    }

    /// Ends what is left of a credit, because the contract has ended.
    func expire(_ old: CreditResource) async throws {
        let credit = old.ended(.expired, at: now)
        _ = try await transaction.execute([
            LedgerStore.post(.expire(old, at: now), of: tenant), CreditStore.update(credit, of: tenant),
            Outbox.insert([try event(CreditExpired(credit: credit), credit.id)]),
        ])
    }

    /// A customer's contract has another end: credits that are forfeited then end with it.
    func follow(_ customer: CustomerID, under agreement: AgreementID) async throws {
        let rows = try await transaction.execute([
            CreditStore.left(of: customer, under: agreement, tenant), KnownStore.subscriptions(of: customer, tenant),
        ])
        let subscriptions: [SubscriptionState] = try KnownStore.decode(rows[1])
        let end = subscriptions.filter { $0.agreement == agreement }.contractEnd
        let changed = try rows[0].map(CreditStore.decode).filter { $0.atTermination?.expiry(contractEnd: end) != $0.expiresAt }
        guard !changed.isEmpty else { return }
        _ = try await transaction.execute(
            changed.map { old in
                var credit = old
                credit.expiresAt = credit.atTermination?.expiry(contractEnd: end)
                credit.version += 1
                credit.updatedAt = now
                return CreditStore.update(credit, of: tenant)
            })
    }
}

extension CreditResource {
    /// The credit after some of it was applied.
    func applied(_ minor: Int64, to invoice: String, at now: Instant) -> CreditResource {
        var credit = self
        credit.remainingMinor -= minor
        if credit.remainingMinor == 0 { credit.state = .applied }
        credit.applications.append(Application(invoice: invoice, amountMinor: minor, at: now))
        credit.version += 1
        credit.updatedAt = now
        return credit
    }

    /// The credit after what was left of it has gone.
    func ended(_ state: State, at now: Instant) -> CreditResource {
        var credit = self
        credit.remainingMinor = 0
        credit.state = state
        credit.version += 1
        credit.updatedAt = now
        return credit
    }
}

extension ApplicationPlan {
    /// The plan as it is shown when it was carried out.
    func resource(_ draft: ApplicationDraft, _ customer: CustomerID, paid: Int64) -> ApplicationResource {
        let applied = parts.reduce(0) { $0 + $1.minor }
        return ApplicationResource(
            invoice: draft.invoice, customer: customer, due: draft.due, applied: draft.due.with(applied),
            left: draft.due.with(draft.due.amountMinor - paid - applied),
            parts: parts.map {
                .init(
                    credit: $0.credit.id, amountMinor: $0.minor, remainingMinor: $0.credit.remainingMinor - $0.minor,
                    clauses: $0.credit.clauses)
            })
    }
}
