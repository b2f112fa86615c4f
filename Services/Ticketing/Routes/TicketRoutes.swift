import Chassis
import Contracts
import HTTPTypes
import Messaging
import Postgres
import Terms

/// `/v1/tickets`: support requests.
struct TicketRoutes: Sendable {
    let desk: TicketDesk

    var routes: [Route] {
        [
            Route(
                .get, "/v1/tickets", roles: .readers,
                query: ["limit", "cursor", "customer", "service", "status", "priority", "assignee"], handler: list),
            Route(.post, "/v1/tickets", roles: .participants, body: .json(maximumBytes: Bounds.textBytes), handler: open),
            Route(.get, "/v1/tickets/{id}", roles: .readers, handler: get),
            Route(.put, "/v1/tickets/{id}", roles: .operations, body: .json(maximumBytes: Bounds.smallBytes), handler: edit),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let filter = TicketStore.Filter(
            customer: try request.caller.scope(to: try request.query.id("customer")), service: try request.query.id("service"),
            status: try request.query.choice("status"), priority: try request.query.word("priority"),
            assignee: try request.query.word("assignee"))
        return try await desk.chassis.list(request, id: \.id.uuid, decode: TicketStore.decode) {
            TicketStore.page(filter, after: $0, limit: $1, of: request.tenant)
        }
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let find = TicketStore.find(try request.id(), visibleTo: request.caller.customer, of: request.tenant)
        let ticket = try await desk.chassis.findOne(request, "ticket", find, decode: TicketStore.decode)
        return try .json(ticket, version: ticket.revision)
    }

    private func open(_ request: APIRequest) async throws -> Reply {
        let actor = request.actor
        let draft = try request.read { TicketDraft($0, by: actor.party) }
        return try await desk.open(draft, request, actor)
    }

    private func edit(_ request: APIRequest) async throws -> Reply {
        let edit = try request.read { TicketEdit($0) }
        return try await desk.change(request) { machine, _, now throws(TicketRefusal) in
            TicketDesk.Change(actions: try machine.edit(subject: edit.subject, assignee: edit.assignee, at: now))
        }
    }
}
