import Chassis
import Contracts
import HTTPTypes
import Messaging
import Postgres
import Terms

/// `/v1/notices`: who was told what, when and how. Recorded once, never changed.
struct NoticeRoutes: Sendable {
    let chassis: Chassis

    var routes: [Route] {
        [
            Route(
                .get, "/v1/notices", roles: .readers,
                query: ["limit", "cursor", "kind", "agreement", "version", "maintenance", "customer"], handler: list),
            Route(
                .post, "/v1/notices", roles: .operations, body: .json(maximumBytes: Bounds.noticeBytes), handler: record),
            Route(.get, "/v1/notices/{id}", roles: .readers, handler: get),
        ]
    }

    private func list(_ request: APIRequest) async throws -> Reply {
        let page = try request.page()
        let filter = NoticeStore.Filter(
            kind: try request.query.choice("kind"), agreement: try request.query.id("agreement"),
            version: try request.query.int("version", in: 1...Int(Bounds.versions)),
            maintenance: try request.query.id("maintenance"),
            customer: try request.caller.scope(to: try request.query.id("customer")))
        let query = NoticeStore.page(filter, after: page.after?.id, limit: page.fetch, of: request.tenant)
        let rows = try await chassis.database.query(query, tenant: request.tenant.uuid).map(NoticeStore.decode)
        return try page.reply(rows, cursor: { Cursor(id: $0.id.uuid) }, present: { $0.shown(to: request.caller.customer) })
    }

    private func get(_ request: APIRequest) async throws -> Reply {
        let find = NoticeStore.find(try request.id(), visibleTo: request.caller.customer, of: request.tenant)
        guard let row = try await chassis.database.query(find, tenant: request.tenant.uuid).first else {
            throw Problem.notFound("notice")
        }
        return try .json(try NoticeStore.decode(row).shown(to: request.caller.customer), version: 1)
    }

    private func record(_ request: APIRequest) async throws -> Reply {
        let now = chassis.clock.now
        let draft = try request.read { NoticeDraft($0, now: now) }
        return try await chassis.idempotent(request) { transaction in
            try await check(draft, request.tenant, transaction)
            let notice = draft.notice(id: NoticeID(), by: request.caller.principal, at: now)
            let event = try OutboxEvent(
                NoticeGiven(notice: notice), tenant: request.tenant, subject: notice.id.description,
                traceparent: request.traceparent.description, at: now)
            _ = try await transaction.execute(NoticeStore.insert(notice, of: request.tenant))
            try await EveryEvent(chassis: chassis).tell([event], request.tenant, transaction)
            return try .created(notice, location: "/v1/notices/\(notice.id)", version: 1)
        }
    }

    /// Holds a notice to what the tenant has: published versions, maintenance, customers.
    private func check(_ draft: NoticeDraft, _ tenant: TenantID, _ transaction: Transaction) async throws {
        let rows = try await transaction.execute([
            KnownStore.knows(draft.subject, of: tenant), KnownStore.customers(draft.customers, of: tenant),
        ])
        var errors: [FieldError] = []
        if try !rows[0].decodeOne(Bool.self) {
            switch draft.subject {
            case .version: errors.append(FieldError(pointer: "#/version", detail: "there is no such published version"))
            case .maintenance: errors.append(FieldError(pointer: "#/maintenance", detail: "there is no such maintenance"))
            }
        }
        let known = Set(try rows[1].decode(CustomerID.self))
        for (index, customer) in draft.customers.enumerated() where !known.contains(customer) {
            errors.append(FieldError(pointer: "#/customers/\(index)", detail: "there is no such customer"))
        }
        guard errors.isEmpty else { throw Problem.validation(errors) }
    }
}
