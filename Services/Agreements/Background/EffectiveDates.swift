import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// Tells when a published version comes into force: for everybody, or where it waits for notice for one customer after the
/// other; and when the last customer that it waited for has left instead.
///
/// The dates are the truth, and consumers judge by them; the events tell when they have come. Whichever replica finds one due
/// first tells it: the row is marked in the transaction of the event.
struct EffectiveDates: Sendable {
    private let chassis: Chassis
    private let wake = Wake()

    /// Works with the chassis' clock and database.
    init(chassis: Chassis) {
        self.chassis = chassis
    }

    /// Something was published or scheduled: look again.
    func nudge() {
        wake.ring()
    }

    /// What runs beside the routes.
    var runner: Deadlines {
        Deadlines(
            "effective-dates", database: chassis.workers, clock: chassis.clock, logger: chassis.logger, wake: wake,
            next: { _ in
                let rows = try await chassis.workers.execute([
                    AgreementVersionStore.nextDue, ScheduleStore.nextDue, SubscriptionStore.nextDeparture,
                ])
                return try rows.compactMap { try $0.decodeOne(Instant?.self) }.min()
            },
            take: { now, limit in try await tellDue(at: now, limit: limit) })
    }

    /// Tells of what has come into force; gives how many were due, of versions, schedules or departures, whichever were most.
    func tellDue(at now: Instant, limit: Int) async throws -> Int {
        let rows = try await chassis.workers.execute([
            AgreementVersionStore.due(at: now, limit: limit), ScheduleStore.due(at: now, limit: limit),
            SubscriptionStore.departing(at: now, limit: limit),
        ])
        let versions = try rows[0].decode((TenantID, AgreementID, Int).self)
        for (tenant, agreement, version) in versions { try await tell(version, of: agreement, tenant, now) }
        let schedules = try rows[1].decode((TenantID, AgreementID, Int, CustomerID).self)
        for (tenant, agreement, version, customer) in schedules {
            try await tell(version, of: agreement, to: customer, tenant, now)
        }
        // After the schedules: who comes onto a version as it leaves has come onto it.
        let departures = try rows[2].decode((TenantID, SubscriptionID, AgreementID, CustomerID).self)
        for (tenant, subscription, agreement, customer) in departures {
            try await depart(subscription, of: customer, from: agreement, tenant, now)
        }
        return max(versions.count, schedules.count, departures.count)
    }

    /// A subscription has ended: where it was the last that a version waited for, the versions before that one end with it.
    private func depart(
        _ subscription: SubscriptionID, of customer: CustomerID, from id: AgreementID, _ tenant: TenantID, _ now: Instant
    ) async throws {
        try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            let rows = try await transaction.execute([
                AgreementStore.find(id).locking, SubscriptionStore.depart(subscription, at: now),
                ScheduleStore.waiting(for: customer, under: id),
            ])
            guard rows[1].affected == 1, let agreement = try rows[0].first.map(AgreementStore.decode) else { return }
            let publishing = Publishing(
                agreement: agreement, transaction: transaction, tenant: tenant, traceparent: nil, now: now)
            for number in try rows[2].decode(Int.self) {
                _ = try await transaction.execute(try await publishing.completion(number))
            }
        }
    }

    private func tell(_ number: Int, of id: AgreementID, _ tenant: TenantID, _ now: Instant) async throws {
        try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            let rows = try await transaction.execute([
                AgreementStore.find(id).locking, AgreementVersionStore.announce(number, of: id, at: now),
            ])
            guard rows[1].affected == 1, let agreement = try rows[0].first.map(AgreementStore.decode) else { return }
            let publishing = Publishing(
                agreement: agreement, transaction: transaction, tenant: tenant, traceparent: nil, now: now)
            _ = try await transaction.execute(try await publishing.effective(number))
        }
    }

    /// For one customer: marks the schedule and tells of it, with the version's first coming into force, and with the end of
    /// the versions before it when this customer was the last.
    private func tell(
        _ number: Int, of id: AgreementID, to customer: CustomerID, _ tenant: TenantID, _ now: Instant
    ) async throws {
        try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            let rows = try await transaction.execute([
                AgreementStore.find(id).locking, ScheduleStore.take(number, of: id, customer, at: now),
                AgreementVersionStore.published(of: id), ScheduleStore.find([customer], under: id),
            ])
            guard let agreement = try rows[0].first.map(AgreementStore.decode),
                let schedule = try rows[1].first.map(ScheduleStore.decode)?.announced(at: now)
            else { return }
            let publishing = Publishing(
                agreement: agreement, transaction: transaction, tenant: tenant, traceparent: nil, now: now)
            _ = try await transaction.query(ScheduleStore.update(schedule))
            var writes = try await publishing.completion(number)
            let starts = try rows[3].map(ScheduleStore.decode).map { ($0.version, $0.effectiveFrom) }
            let succession = VersionSuccession(
                try rows[2].map(AgreementVersionStore.decode), schedules: Dictionary(uniqueKeysWithValues: starts))
            // A version that another has overtaken never comes into force, and nobody is told that it has.
            if succession.force(of: number) != nil {
                writes += try publishing.told([schedule])
                let first = try await transaction.query(AgreementVersionStore.announce(number, of: id, at: now))
                if first.affected == 1 { writes += try await publishing.effective(number) }
            }
            _ = try await transaction.execute(writes)
        }
    }
}
