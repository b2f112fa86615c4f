import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// Tells when a published version comes into force.
///
/// The date of the publication is the truth, and consumers judge by it; the event tells them when it has come. Whichever
/// replica finds a version due first tells it: the version is marked in the transaction of the event.
struct EffectiveDates: Sendable {
    private let chassis: Chassis
    private let wake = Wake()

    /// Works with the chassis' clock and database.
    init(chassis: Chassis) {
        self.chassis = chassis
    }

    /// Something was published: look again.
    func nudge() {
        wake.ring()
    }

    /// What runs beside the routes.
    var runner: Deadlines {
        Deadlines(
            "effective-dates", database: chassis.workers, clock: chassis.clock, logger: chassis.logger, wake: wake,
            next: { try await chassis.workers.query(AgreementVersionStore.nextDue).decodeOne(Instant?.self) },
            take: { now, limit in try await tellDue(at: now, limit: limit) })
    }

    /// Tells of versions that have come into force; gives how many were due.
    func tellDue(at now: Instant, limit: Int) async throws -> Int {
        let due = try await chassis.workers.query(AgreementVersionStore.due(at: now, limit: limit))
            .decode((TenantID, AgreementID, Int).self)
        for (tenant, agreement, version) in due { try await tell(version, of: agreement, tenant, now) }
        return due.count
    }

    private func tell(_ number: Int, of id: AgreementID, _ tenant: TenantID, _ now: Instant) async throws {
        try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            let rows = try await transaction.execute([
                AgreementStore.find(id).locking, AgreementVersionStore.find(number, of: id),
                AgreementVersionStore.announce(number, of: id, at: now),
            ])
            guard rows[2].affected == 1, let agreement = try rows[0].first.map(AgreementStore.decode),
                let state = try rows[1].first.map(AgreementVersionStore.decode)?.published(of: agreement)
            else { return }
            let event = try OutboxEvent(AgreementEffective(version: state), tenant: tenant, subject: id.description, at: now)
            _ = try await transaction.query(Outbox.insert([event]))
        }
    }
}
