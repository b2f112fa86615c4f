import Chassis
import Contracts
import Messaging
import Postgres
import Terms

extension TicketDesk {
    /// Changes the ticket that a request names, held to the revision that the caller knows; answers with the ticket.
    func change(
        _ request: APIRequest,
        check: (File, _ before: ClockBook, _ after: ClockBook) throws(TicketRefusal) -> Void = { _, _, _ throws(TicketRefusal) in
        },
        _ body: (inout TicketMachine, File, Instant) throws(TicketRefusal) -> Change
    ) async throws -> Reply {
        let id: TicketID = try request.id()
        let now = chassis.clock.now
        let (ticket, writing) = try await chassis.database.withTransaction(tenant: request.tenant.uuid) { transaction in
            let file = try await file(id, request, locked: true, transaction)
            try request.requireMatch(version: file.ticket.revision)
            return try await change(
                file, request, at: now, transaction,
                check: { before, after throws(TicketRefusal) in try check(file, before, after) },
                { machine throws(TicketRefusal) in try body(&machine, file, now) })
        }
        await settled(writing)
        return try .json(ticket, version: ticket.revision)
    }
}

extension TicketDesk.File {
    /// The clocks as they stand at an instant, and as they would if something happened then. Nothing is written.
    func clocks(at now: Instant, hearing entries: [TicketLogEntry] = []) -> [ClockResource] {
        var book = self.book
        _ = entries.isEmpty ? book.pass(to: now) : book.hear(entries)
        return book.resources(at: now)
    }
}
