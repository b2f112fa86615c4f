import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// Makes support statements: when a month is over, and anew when what it counts has changed since. Each in the transaction of
/// its event.
struct SupportStatements: Sendable {
    let chassis: Chassis
    let documents: DocumentCache
    /// Rung when a clock was written; statements that are due may have come with it.
    let wake: Wake

    /// What runs beside the routes.
    var runner: Deadlines {
        Deadlines(
            "support_statements", database: chassis.workers, channel: ClockDeadlines.channel, clock: chassis.clock,
            logger: chassis.logger, wake: wake,
            next: { looked in try await ClockDeadlines.next(SupportStatementStore.nextDue, after: looked, chassis) },
            take: { now, limit in try await work(at: now, limit: limit) })
    }

    /// Makes what is due; gives how many statements were looked at.
    func work(at now: Instant, limit: Int) async throws -> Int {
        let tenants = try await chassis.workers.query(SupportStatementStore.due(at: now, limit: limit)).decode(TenantID.self)
        var done = 0
        for tenant in tenants {
            while done < limit, try await make(tenant, at: now) { done += 1 }
        }
        return done
    }

    private func make(_ tenant: TenantID, at now: Instant) async throws -> Bool {
        try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            let taken = try await transaction.query(SupportStatementStore.take(at: now, tenant))
            guard let month = try taken.first.map(SupportStatementStore.decodeWork) else { return false }
            let (made, old) = try await statement(month, tenant, now, transaction)
            var writes: [Query] = []
            if let made { writes += try tell(made, after: old, tenant, now) }
            if made != nil || old != nil, now < month.settlesAt { writes.append(SupportStatementStore.settle(month, of: tenant)) }
            if !writes.isEmpty { _ = try await transaction.execute(writes) }
            return true
        }
    }

    /// The statement as it stands now, where that is another one than before; and the one before.
    private func statement(
        _ month: SupportMonth, _ tenant: TenantID, _ now: Instant, _ transaction: Transaction
    ) async throws -> (made: SupportStatementResource?, old: SupportStatementResource?) {
        let rows = try await transaction.execute([
            SupportStatementStore.find(month, of: tenant), SupportStatementStore.verdicts(month, of: tenant),
            SupportStatementStore.tickets(month, of: tenant),
        ])
        let old = try rows[0].first.map(SupportStatementStore.decode)
        let tickets = try rows[2].map(TicketStore.decode)
        var versions: [Int: AgreementDocument] = [:]
        for version in Set(tickets.compactMap { $0.terms?.version }) {
            versions[version] = try await documents.document(version, of: month.agreement, tenant, transaction)
        }
        let promises = SupportTally.promises(try SupportStatementStore.decodeVerdicts(rows[1]))
        let averages = SupportTally.averages(tickets, versions, month)
        let state: SupportStatementResource.State = now >= month.settlesAt ? .final : .provisional
        guard old != nil || !promises.isEmpty || !averages.isEmpty else { return (nil, nil) }
        let isSame = old?.promises == promises && old?.averages == averages
        guard !isSame || old?.state != state else { return (nil, old) }
        let made = SupportStatementResource(
            id: old?.id ?? SupportStatementID(), customer: month.customer, agreement: month.agreement, month: month.label,
            from: month.interval.start, to: month.interval.end, state: state,
            revision: (old?.revision ?? 0) + (isSame ? 0 : 1), promises: promises, averages: averages,
            madeAt: isSame ? old?.madeAt ?? now : now)
        return (made, old)
    }

    /// Keeps a statement and tells of it: of a new revision, and once that it is final.
    private func tell(
        _ made: SupportStatementResource, after old: SupportStatementResource?, _ tenant: TenantID, _ now: Instant
    ) throws -> [Query] {
        var writes = [try SupportStatementStore.write(made, of: tenant)]
        var events: [OutboxEvent] = []
        func tell(_ payload: some EventPayload) throws {
            events.append(try OutboxEvent(payload, tenant: tenant, subject: made.id.description, at: now))
        }
        if made.revision != old?.revision {
            writes.append(try SupportStatementStore.revise(made, of: tenant))
            if made.revision == 1 {
                try tell(SupportStatementProvisional(supportStatement: made))
            } else {
                try tell(SupportStatementRestated(supportStatement: made))
            }
        }
        if made.state == .final, old?.state != .final { try tell(SupportStatementFinal(supportStatement: made)) }
        return writes + [Outbox.insert(events)]
    }
}
