import Chassis
import Contracts
import HTTPTypes
import Postgres
import Terms

/// `/v1/calendars`.
struct CalendarRoutes: Sendable {
    private static let taken = "another calendar has this key"
    let chassis: Chassis

    var routes: [Route] {
        [
            Route(.get, "/v1/calendars", roles: .staff, query: ["limit", "cursor", "key"], handler: list),
            Route(.post, "/v1/calendars", roles: .managers, body: .json(maximumBytes: Bounds.definitionBytes), handler: create),
            Route(.get, "/v1/calendars/{id}", roles: .staff, handler: get),
            Route(
                .put, "/v1/calendars/{id}", roles: .managers, body: .json(maximumBytes: Bounds.definitionBytes), handler: replace),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let page = try request.page()
        let query = try CalendarStore.page(key: request.query.key("key"), after: page.after?.id, limit: page.fetch)
        let rows = try await chassis.database.query(query, tenant: request.tenant.uuid).map(CalendarStore.decode)
        return try page.reply(rows, cursor: { Cursor(id: $0.id.uuid) }, present: CalendarResource.init)
    }

    private func create(_ request: APIRequest) async throws -> Reply {
        let draft = try request.read { CalendarDraft($0) }
        return try await chassis.create(request, taken: Self.taken) { transaction, now in
            let calendar = draft.calendar(id: CalendarID(), at: now)
            _ = try await transaction.execute([
                try CalendarStore.insert(calendar, of: request.tenant, by: request.caller.principal),
                try request.tell(CalendarChanged(calendar: calendar), about: calendar.id, at: now),
            ])
            return try .created(CalendarResource(calendar), location: "/v1/calendars/\(calendar.id)", version: calendar.revision)
        }
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let find = CalendarStore.find(try request.id())
        let calendar = try await chassis.findOne(request, "calendar", find, decode: CalendarStore.decode)
        return try .json(CalendarResource(calendar), version: calendar.revision)
    }

    private func replace(_ request: APIRequest) async throws -> Reply {
        let find = CalendarStore.find(try request.id())
        let draft = try request.read { CalendarDraft($0) }
        return try await chassis.change(
            request, "calendar", taken: Self.taken, find: find, decode: CalendarStore.decode
        ) { transaction, old, now in
            let calendar = draft.applied(to: old, at: now)
            _ = try await transaction.execute([
                try CalendarStore.update(calendar, by: request.caller.principal),
                try request.tell(CalendarChanged(calendar: calendar), about: calendar.id, at: now),
            ])
            return try .json(CalendarResource(calendar), version: calendar.revision)
        }
    }
}
