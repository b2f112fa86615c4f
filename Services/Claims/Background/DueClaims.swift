import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// Does what falls due without a request: drafts lapse, answers are overdue, credits end with contracts. Rows say when; whichever
/// replica finds one first does it, in the transaction of its event.
struct DueClaims: Sendable {
    private let chassis: Chassis
    private let wake: Wake

    /// Works with the chassis' clock and database; `wake` is rung when something may be due sooner.
    init(chassis: Chassis, wake: Wake) {
        self.chassis = chassis
        self.wake = wake
    }

    /// What runs beside the routes.
    var runner: Deadlines {
        Deadlines(
            "claims", database: chassis.workers, clock: chassis.clock, logger: chassis.logger, wake: wake,
            next: { _ in
                let rows = try await chassis.workers.execute([ClaimStore.nextDue, CreditStore.nextDue])
                return try rows.compactMap { try $0.decodeOne(Instant?.self) }.min()
            },
            take: { now, limit in try await work(at: now, limit: limit) })
    }

    /// Does what is due; gives how many rows were taken.
    func work(at now: Instant, limit: Int = Bounds.dueAtOnce) async throws -> Int {
        let rows = try await chassis.workers.execute([
            ClaimStore.dueTenants(at: now, limit: limit), CreditStore.dueTenants(at: now, limit: limit),
        ])
        var taken = 0
        for tenant in try rows[0].decode(TenantID.self) { taken += try await claims(of: tenant, at: now, limit: limit) }
        for tenant in try rows[1].decode(TenantID.self) { taken += try await credits(of: tenant, at: now, limit: limit) }
        // More than a batch counts as one: the caller asks again while batches are full.
        return min(taken, limit)
    }

    private func claims(of tenant: TenantID, at now: Instant, limit: Int) async throws -> Int {
        try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            let desk = try await ClaimDesk(transaction, tenant, at: now)
            let due = try await transaction.query(ClaimStore.due(at: now, limit: limit, of: tenant)).map(ClaimStore.decode)
            for claim in due { try await desk.fallDue(claim) }
            return due.count
        }
    }

    private func credits(of tenant: TenantID, at now: Instant, limit: Int) async throws -> Int {
        try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction in
            let desk = try await ClaimDesk(transaction, tenant, at: now)
            let due = try await transaction.query(CreditStore.due(at: now, limit: limit, of: tenant)).map(CreditStore.decode)
            for credit in due { try await desk.expire(credit) }
            return due.count
        }
    }
}
