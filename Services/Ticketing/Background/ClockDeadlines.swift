import Chassis
import Contracts
import Messaging
import Postgres
import Terms

/// Looks at clocks when they become late, or nearly so: the verdict is the same whoever looks and whenever, this is what makes it
/// known in time. Rows say when; whichever replica finds one first does it, in the transaction of its events.
struct ClockDeadlines: Sendable {
    /// Notified when a clock is due before replicas look by themselves.
    static let channel = "ticketing_deadlines"
    /// Notifies the other replicas.
    static let notify: Query = "select pg_notify(\(channel), '')"
    /// How long a ticket that somebody else works on is left alone, in seconds.
    private static let busySeconds: Int64 = 1

    private let desk: TicketDesk
    private let chassis: Chassis

    init(desk: TicketDesk) {
        self.desk = desk
        self.chassis = desk.chassis
    }

    /// What runs beside the routes.
    var runner: Deadlines {
        Deadlines(
            "clocks", database: chassis.workers, channel: Self.channel, clock: chassis.clock, logger: chassis.logger,
            wake: desk.wake,
            next: { looked in try await Self.next(ClockStore.nextDue, after: looked, chassis) },
            take: { now, limit in try await work(at: now, limit: limit) })
    }

    /// When to look again after everything due at an instant was tried, by a query for the first instant at which something is due.
    static func next(_ firstDue: Query, after looked: Instant, _ chassis: Chassis) async throws -> Instant? {
        let next = try await chassis.workers.query(firstDue).decodeOne(Instant?.self)
        // What was due and is still there is in somebody else's hands; what has become due since is not.
        return next.map { $0 <= looked ? looked.advanced(by: busySeconds) : $0 }
    }

    /// Looks at what is due; gives how many tickets were looked at.
    func work(at now: Instant, limit: Int) async throws -> Int {
        let due = try await chassis.workers.query(ClockStore.due(at: now, limit: limit)).decode((TenantID, TicketID).self)
        var done = 0
        for (tenant, ticket) in due where try await look(at: ticket, tenant, now) { done += 1 }
        return done
    }

    private func look(at id: TicketID, _ tenant: TenantID, _ now: Instant) async throws -> Bool {
        let written = try await chassis.database.withTransaction(tenant: tenant.uuid) { transaction -> TicketWriting? in
            let taken = try await transaction.query(ClockStore.take(id, at: now, tenant))
            guard let ticket = try taken.first.map(TicketStore.decode) else { return nil }
            let file = try await desk.file(ticket, tenant, transaction)
            var book = file.book
            let happenings = book.pass(to: now)
            var writing = TicketWriting(tenant, at: now)
            try writing.clocks(book, happenings)
            writing.count(ticket, file.terms, happenings, [])
            _ = try await transaction.execute(writing.all)
            return writing
        }
        guard let written else { return false }
        await desk.settled(written)
        return true
    }
}
