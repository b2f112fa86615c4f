import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// Looks at incidents when an update becomes late, or nearly so, and when a series of outages is over.
struct IncidentDeadlines: Sendable {
    private let desk: IncidentDesk
    private let chassis: Chassis

    init(desk: IncidentDesk) {
        self.desk = desk
        self.chassis = desk.chassis
    }

    /// What runs beside the routes.
    var runner: Deadlines {
        Deadlines(
            "incidents", database: chassis.workers, channel: ClockDeadlines.channel, clock: chassis.clock,
            logger: chassis.logger, wake: desk.wake,
            next: { looked in try await ClockDeadlines.next(IncidentStore.nextDue, after: looked, chassis) },
            take: { now, limit in try await work(at: now, limit: limit) })
    }

    /// Looks at what is due; gives how many incidents were looked at.
    func work(at now: Instant, limit: Int) async throws -> Int {
        let due = try await chassis.workers.query(IncidentStore.due(at: now, limit: limit)).decode((TenantID, IncidentID).self)
        var done = 0
        for (tenant, incident) in due where try await look(at: incident, tenant, now) { done += 1 }
        return done
    }

    private func look(at id: IncidentID, _ tenant: TenantID, _ now: Instant) async throws -> Bool {
        let written = try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction -> IncidentWriting? in
            let taken = try await transaction.query(IncidentStore.take(id, at: now, tenant))
            guard let kept = try taken.first.map(IncidentStore.decode) else { return nil }
            var file = try await desk.file(kept, tenant, transaction)
            let actions = file.machine.pass(to: now, file.terms)
            return try await desk.write(file, actions, of: tenant, at: now, transaction)
        }
        guard let written else { return false }
        await desk.settled(written)
        return true
    }
}
