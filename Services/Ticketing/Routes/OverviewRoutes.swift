import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// Ticketing's parts of the overview: open incidents, and tickets with the clock that is over next, as the caller may see them.
struct OverviewRoutes: Sendable {
    let tickets: TicketDesk
    let incidents: IncidentDesk

    var routes: [Route] {
        [Route(.get, InternalRoutes.overview, roles: .readers, handler: get)]
    }

    private struct Parts: Encodable {
        let incidents: OverviewList<IncidentResource>
        let tickets: Tickets
    }

    private struct Tickets: Encodable {
        /// How many are not resolved.
        let total: Int
        /// How many of them are late by a clock.
        let late: Int
        /// Those whose clocks warn or are over next; of these the one that is over first comes first.
        let data: [Due]
    }

    /// A ticket and its running clock that is over first.
    private struct Due: Encodable {
        let ticket: TicketResource
        let clock: ClockResource
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let now = tickets.chassis.clock.now
        let customer = request.caller.customer
        let open = IncidentStore.Filter(customer: customer, isOpen: true)
        let parts = try await tickets.chassis.database.withTransaction(tenant: request.tenant.uuid) { transaction in
            let rows = try await transaction.execute([
                IncidentStore.page(open, after: nil, limit: OverviewList<IncidentResource>.itemsMaximum, of: request.tenant),
                IncidentStore.count(open, of: request.tenant), TicketStore.unresolved(of: customer, request.tenant),
                TicketStore.next(of: customer, limit: OverviewList<Due>.itemsMaximum, request.tenant),
            ])
            var shown: [IncidentResource] = []
            for kept in try rows[0].map(IncidentStore.decode) {
                let file = try await incidents.file(kept, request.tenant, transaction)
                shown.append(file.machine.resource(at: now, file.terms))
            }
            let files = try await tickets.files(try rows[3].map(TicketStore.decode), request.tenant, transaction)
            let due = files.compactMap { Self.due($0, at: now) }.sorted { $0.until < $1.until }.map(\.due)
            let (total, late) = try rows[2].decodeOne((Int64, Int64).self)
            return Parts(
                incidents: OverviewList(total: Int(try rows[1].decodeOne(Int64.self)), data: shown),
                tickets: Tickets(total: Int(total), late: Int(late), data: due))
        }
        return try .json(parts)
    }

    private static func due(_ file: TicketDesk.File, at now: Instant) -> (due: Due, until: Instant)? {
        let running = file.clocks(at: now).compactMap { clock in
            clock.state == .running ? clock.dueAt.map { (clock: clock, until: $0) } : nil
        }
        return running.min { $0.until < $1.until }.map { (Due(ticket: file.ticket, clock: $0.clock), $0.until) }
    }
}
