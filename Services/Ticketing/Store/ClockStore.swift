import Contracts
import Foundation
import Messaging
import Postgres
import Terms

/// SQL of `ticket_clocks` and `clock_stamps`.
enum ClockStore {
    /// The clocks of tickets.
    static func find(of tickets: [TicketID], _ tenant: TenantID) -> Query {
        """
        select ticket_id, state from ticket_clocks where tenant_id = \(tenant) and ticket_id = any(\(tickets))
        order by ticket_id, measure
        """
    }

    /// Reads clocks, by their tickets.
    static func decode(_ rows: Rows) throws -> [TicketID: [ClockMachine]] {
        try rows.decode((TicketID, JSONText).self).reduce(into: [:]) { clocks, row in
            clocks[row.0, default: []].append(try row.1.decode())
        }
    }

    /// Writes clocks as they are left, and when each must be looked at again.
    static func write(_ clocks: [(machine: ClockMachine, due: Instant?)], of ticket: TicketID, _ tenant: TenantID) throws -> Query
    {
        """
        insert into ticket_clocks (tenant_id, ticket_id, measure, state, due_at)
        select \(tenant), \(ticket), measure, state, due_at from unnest(
            \(clocks.map(\.machine.measure.rawValue)), \(try clocks.map { try JSONText(encoding: $0.machine) }),
            \(clocks.map(\.due))
        ) as c (measure, state, due_at)
        on conflict (tenant_id, ticket_id, measure) do update set state = excluded.state, due_at = excluded.due_at
        """
    }

    /// Adds to the record of a clock of a ticket or incident.
    static func stamp(
        _ stamp: ClockStamp, _ measure: ClockResource.Measure, of subject: UUID, _ tenant: TenantID
    ) throws -> Query {
        """
        insert into clock_stamps (tenant_id, subject_id, measure, stamped_at, outcome, restated, clause, stamp)
        values (\(tenant), \(subject), \(measure.rawValue), \(stamp.stampedAt),
            \(stamp.restated == nil ? stamp.verdict?.outcome.rawValue : nil), \(stamp.restated?.rawValue),
            \(stamp.verdict?.clause), \(try JSONText(encoding: stamp)))
        """
    }

    /// The record of a ticket's clocks, in order.
    static func stamps(of ticket: TicketID, _ tenant: TenantID) -> Query {
        """
        select measure, stamp from clock_stamps where tenant_id = \(tenant) and subject_id = \(ticket) order by number
        """
    }

    /// Reads records, by what they measure.
    static func decodeStamps(_ rows: Rows) throws -> [ClockResource.Measure: [ClockStamp]] {
        try rows.decode((String, JSONText).self).reduce(into: [:]) { stamps, row in
            guard let measure = ClockResource.Measure(rawValue: row.0) else { return }
            stamps[measure, default: []].append(try row.1.decode())
        }
    }

    /// When the next clock must be looked at. For the worker's role.
    static let nextDue: Query = "select min(due_at) from ticket_clocks where due_at is not null"

    /// The tickets with clocks that must be looked at by now. For the worker's role.
    static func due(at now: Instant, limit: Int) -> Query {
        """
        select tenant_id, ticket_id from ticket_clocks where due_at <= \(now)
        group by tenant_id, ticket_id order by min(due_at) limit \(limit)
        """
    }

    /// Takes a ticket whose clocks must be looked at by now; nothing when somebody else has it, or has looked.
    static func take(_ ticket: TicketID, at now: Instant, _ tenant: TenantID) -> Query {
        """
        select state from tickets t where tenant_id = \(tenant) and id = \(ticket) and exists (
            select from ticket_clocks c where c.tenant_id = t.tenant_id and c.ticket_id = t.id and c.due_at <= \(now))
        for update of t skip locked
        """
    }
}
