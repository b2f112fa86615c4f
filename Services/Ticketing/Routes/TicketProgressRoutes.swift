import Chassis
import Contracts
import HTTPTypes
import Messaging
import Postgres
import Terms

/// `/v1/tickets/{id}/messages`, `…/status`, `…/priority` and `…/clocks`: what happens to a ticket, and what that does to its clocks.
struct TicketProgressRoutes: Sendable {
    let desk: TicketDesk

    var routes: [Route] {
        [
            Route(.get, "/v1/tickets/{id}/messages", roles: .readers, query: ["limit", "cursor"], handler: messages),
            Route(
                .post, "/v1/tickets/{id}/messages", roles: .participants, body: .json(maximumBytes: Bounds.textBytes),
                handler: say),
            Route(
                .put, "/v1/tickets/{id}/status", roles: .participants, body: .json(maximumBytes: Bounds.smallBytes),
                handler: move),
            Route(.get, "/v1/tickets/{id}/priority", roles: .readers, query: ["to"], handler: preview),
            Route(
                .put, "/v1/tickets/{id}/priority", roles: .participants, body: .json(maximumBytes: Bounds.smallBytes),
                handler: classify),
            Route(.get, "/v1/tickets/{id}/clocks", roles: .readers, handler: clocks),
        ]
    }

    private func messages(_ request: APIRequest) async throws -> Reply {
        let page = try request.page()
        let id: TicketID = try request.id()
        let rows = try await desk.chassis.database.execute(
            [
                TicketStore.find(id, visibleTo: request.caller.customer, of: request.tenant),
                MessageStore.page(
                    of: id, onlyPublic: request.caller.customer != nil, after: page.after?.id, limit: page.fetch, request.tenant),
            ], tenant: request.tenant.uuid)
        guard !rows[0].isEmpty else { throw Problem.notFound("ticket") }
        return try page.reply(try rows[1].map(MessageStore.decode), cursor: { Cursor(id: $0.id.uuid) })
    }

    private func say(_ request: APIRequest) async throws -> Reply {
        let id: TicketID = try request.id()
        let actor = request.actor
        let draft = try request.read { MessageDraft($0, by: actor.party) }
        let now = desk.chassis.clock.now
        var written: TicketWriting?
        let reply = try await desk.chassis.idempotent(request) { transaction in
            let file = try await desk.file(id, request, locked: true, transaction)
            let message = TicketMessageResource(
                id: MessageID(), ticket: id, audience: draft.audience, party: actor.party, author: actor.principal,
                automatic: draft.automatic, text: draft.text, createdAt: now)
            let (_, writing) = try await desk.change(file, request, at: now, transaction) { machine throws(TicketRefusal) in
                let actions = try machine.say(
                    to: draft.audience, automatic: draft.automatic, details: draft.details, by: actor, at: now)
                return TicketDesk.Change(actions: actions, message: message)
            }
            written = writing
            return try .json(message, status: .created)
        }
        if let written { await desk.settled(written) }
        return reply
    }

    private func move(_ request: APIRequest) async throws -> Reply {
        let draft = try request.read { StatusDraft($0) }
        if let other = draft.mergedInto { return try await desk.merge(request, into: other, reason: draft.reason) }
        return try await desk.change(request) { machine, _, now throws(TicketRefusal) in
            TicketDesk.Change(
                actions: try machine.move(to: draft.status, reason: draft.reason, by: request.actor, at: now))
        }
    }

    private func classify(_ request: APIRequest) async throws -> Reply {
        let draft = try request.read { PriorityDraft($0) }
        return try await desk.change(
            request, check: { file, before, after throws(TicketRefusal) in try draft.check(file.terms, before, after) }
        ) { machine, file, now throws(TicketRefusal) in
            guard let terms = file.terms else { throw .noSuchPriority([]) }
            try PriorityRules(document: terms.document).check(draft, of: file.ticket, by: request.actor.party)
            return TicketDesk.Change(
                actions: try machine.classify(draft.priority, reason: draft.reason, by: request.actor, at: now))
        }
    }

    private func preview(_ request: APIRequest) async throws -> Reply {
        let file = try await read(request)
        let now = desk.chassis.clock.now
        guard let priority = try request.query.word("to") else {
            return try .json(PriorityPreview(file.ticket, to: nil, clocks: file.clocks(at: now), then: nil))
        }
        let keys = file.terms?.document.priorities.map(\.key) ?? []
        guard keys.contains(priority) else {
            throw Problem.badQuery(
                "to",
                keys.isEmpty
                    ? "there are no priorities: no agreement classifies this ticket"
                    : "must be one of \(keys.joined(separator: ", "))")
        }
        let entry = TicketLogEntry(kind: .priority, at: now, actor: request.caller.principal, priority: priority)
        let then = file.clocks(at: now, hearing: [entry])
        return try .json(PriorityPreview(file.ticket, to: priority, clocks: file.clocks(at: now), then: then))
    }

    private func clocks(_ request: APIRequest) async throws -> Reply {
        let id: TicketID = try request.id()
        let (file, stamps) = try await desk.chassis.database.withTransaction(tenant: request.tenant.uuid) { transaction in
            let file = try await desk.file(id, request, locked: false, transaction)
            return (file, try ClockStore.decodeStamps(try await transaction.query(ClockStore.stamps(of: id, request.tenant))))
        }
        let shown = file.clocks(at: desk.chassis.clock.now).map { clock in
            var clock = clock
            clock.history = stamps[clock.measure] ?? []
            return clock
        }
        return try .list(shown)
    }

    private func read(_ request: APIRequest) async throws -> TicketDesk.File {
        let id: TicketID = try request.id()
        return try await desk.chassis.database.withTransaction(tenant: request.tenant.uuid) { transaction in
            try await desk.file(id, request, locked: false, transaction)
        }
    }
}
