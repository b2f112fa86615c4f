import Chassis
import Contracts
import Messaging
import Metrics
import Postgres
import Terms

/// Makes and changes tickets: reads what there is, has the model say what follows, and writes that with the events that tell of
/// it, all in one transaction. Whatever dies in between has done nothing.
struct TicketDesk: Sendable {
    let chassis: Chassis
    let documents: DocumentCache
    let standings = StandingCache()
    /// Rung when a clock may have to be looked at sooner.
    let wake: Wake

    private let opened = Counter(label: "pledge_ticketing_tickets_opened_total")

    init(chassis: Chassis, documents: DocumentCache, wake: Wake) {
        self.chassis = chassis
        self.documents = documents
        self.wake = wake
    }

    /// A ticket with all that its clocks are made of.
    struct File: Sendable {
        let ticket: TicketResource
        let log: [TicketLogEntry]
        let terms: SupportTerms?
        let machines: [ClockMachine]

        /// Its clocks as they were left.
        var book: ClockBook {
            ClockBook(ticket, terms.flatMap { ClockRules($0, of: ticket) }, log, machines)
        }
    }

    /// What somebody does to a ticket.
    struct Change: Sendable {
        var actions: [TicketMachine.Action] = []
        var message: TicketMessageResource?
    }

    /// Makes a ticket.
    func open(_ draft: TicketDraft, _ request: APIRequest, _ actor: TicketActor) async throws -> Reply {
        let now = chassis.clock.now
        var written: TicketWriting?
        let reply = try await chassis.idempotent(request) { transaction in
            let opening = try await opening(draft, request, actor, now, transaction)
            let (ticket, log) = try refusing { () throws(TicketRefusal) in try opening.ticket(id: TicketID(), at: now) }
            let message = TicketMessageResource(
                id: MessageID(), ticket: ticket.id, audience: .everybody, party: actor.party, author: actor.principal,
                automatic: false, text: draft.text, createdAt: now)
            var writing = TicketWriting(request.tenant, at: now)
            let spelled = try JSONText(encoding: ticket)
            try writing.open(ticket, spelled, message)
            writing.log(log, after: 0, of: ticket.id)
            var book = ClockBook(ticket, opening.terms.flatMap { ClockRules($0, of: ticket) }, [])
            let happenings = book.hear(log)
            try writing.clocks(book, happenings)
            writing.count(ticket, opening.terms, happenings, log)
            try transaction.enqueue(writing.all)
            written = writing
            return .created(json: spelled.text, location: "/v1/tickets/\(ticket.id)", version: ticket.revision)
        }
        if let written {
            opened.increment()
            await settled(written)
        }
        return reply
    }

    /// Changes a ticket that is locked: time passes up to now first, then what `body` does is heard by the clocks.
    ///
    /// - Parameter check: looks at the clocks before and after, and may refuse.
    func change(
        _ file: File, _ request: APIRequest, at now: Instant, _ transaction: Transaction,
        check: (_ before: ClockBook, _ after: ClockBook) throws(TicketRefusal) -> Void = { _, _ throws(TicketRefusal) in },
        _ body: (inout TicketMachine) throws(TicketRefusal) -> Change
    ) async throws -> (TicketResource, TicketWriting) {
        var machine = TicketMachine(file.ticket)
        let change = try refusing { () throws(TicketRefusal) in try body(&machine) }
        let entries = change.actions.compactMap { if case .log(let entry) = $0 { entry } else { nil } }
        guard file.log.count + entries.count <= Bounds.logEntries else { throw TicketRefusal.logFull.problem }
        var writing = TicketWriting(request.tenant, at: now)
        try writing.change(machine.ticket, from: file.ticket, change.actions, change.message)
        if !entries.isEmpty {
            var book = file.book
            let happenings = book.hear(entries)
            try refusing { () throws(TicketRefusal) in try check(file.book, book) }
            writing.log(entries, after: file.log.count, of: file.ticket.id)
            try writing.clocks(book, happenings)
            writing.count(machine.ticket, file.terms, happenings, entries)
        }
        try transaction.enqueue(writing.all)
        return (machine.ticket, writing)
    }

    /// A ticket that the caller may see, locked for a change or not.
    ///
    /// - Throws: 404 when there is none.
    func file(_ id: TicketID, _ request: APIRequest, locked: Bool, _ transaction: Transaction) async throws -> File {
        let find = TicketStore.find(id, visibleTo: request.caller.customer, of: request.tenant)
        let rows = try await transaction.execute([locked ? find + " for update" : find])
        guard let ticket = try rows[0].first.map(TicketStore.decode) else { throw Problem.notFound("ticket") }
        return try await file(ticket, request.tenant, transaction)
    }

    /// A ticket with all that its clocks are made of.
    func file(_ ticket: TicketResource, _ tenant: TenantID, _ transaction: Transaction) async throws -> File {
        guard let file = try await files([ticket], tenant, transaction).first else { throw Problem.internalError }
        return file
    }

    /// Tickets, each with all that its clocks are made of: one round trip, and one more for an agreement that is not known yet.
    func files(_ tickets: [TicketResource], _ tenant: TenantID, _ transaction: Transaction) async throws -> [File] {
        guard !tickets.isEmpty else { return [] }
        let ids = tickets.map(\.id)
        let rows = try await transaction.execute([TicketStore.logs(of: ids, tenant), ClockStore.find(of: ids, tenant)])
        let (logs, clocks) = (try TicketStore.decodeLogs(rows[0]), try ClockStore.decode(rows[1]))
        var files: [File] = []
        for ticket in tickets {
            var terms: SupportTerms?
            if let agreed = ticket.terms {
                let document = try await documents.document(agreed.version, of: agreed.agreement, tenant, transaction)
                terms = SupportTerms(agreed, document)
            }
            files.append(File(ticket: ticket, log: logs[ticket.id] ?? [], terms: terms, machines: clocks[ticket.id] ?? []))
        }
        return files
    }

    /// What was written is committed: it is counted, and whoever waits for deadlines looks again.
    func settled(_ writing: TicketWriting) async {
        await Verdicts.settled(writing.verdicts, nextDue: writing.nextDue, wake, chassis)
    }

    /// What the model refuses is a problem of the API.
    func refusing<Value>(_ body: () throws(TicketRefusal) -> Value) throws -> Value {
        do {
            return try body()
        } catch {
            throw error.problem
        }
    }
}
